using System.Text.Json.Serialization;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>A list of rules, as <c>rules.json</c> holds it.</summary>
/// <param name="Rules">In their order; the last has no conditions.</param>
internal sealed record RuleListDocument(IReadOnlyList<RuleDocument> Rules) : PartDocument
{
    internal const string PartName = "rules.json";
}

/// <summary>One rule.</summary>
internal sealed record RuleDocument(
    IReadOnlyList<ConditionDocument> Conditions,
    IReadOnlyList<float> Values,
    long Rows,
    TermDocument? Term,
    double Slope
);

/// <summary>One condition.</summary>
internal sealed record ConditionDocument(TermDocument Term, bool IsAbove, double Threshold);

/// <summary>One term.</summary>
internal sealed record TermDocument(IReadOnlyList<TermPartDocument> Parts, bool IsStandardized);

/// <summary>One part of a term.</summary>
internal sealed record TermPartDocument(int Input, bool IsNegative, double Center, double Scale);

/// <summary>The contract of <see cref="RuleListDocument"/>.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(RuleListDocument))]
internal sealed partial class RuleJson : JsonSerializerContext;
