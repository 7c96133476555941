using PSModelPruning.Compute.Models.Rules;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores lists of rules as JSON.</summary>
internal sealed class RuleCodec : ModelCodec<RuleModel>
{
    private const int MostRules = 10_000;

    /// <inheritdoc/>
    internal override string Family => "Rules";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames => [RuleListDocument.PartName];

    private protected override void Write(RuleModel model, ArchiveWriter archive, CancellationToken cancellation)
    {
        var document = new RuleListDocument([
            .. model.AllRules.Select(rule => new RuleDocument(
                [.. rule.Conditions.Select(condition => new ConditionDocument(Of(condition.Term), condition.IsAbove, condition.Threshold))],
                rule.Values,
                rule.Rows,
                rule.Term is { } term ? Of(term) : null,
                rule.Slope
            )),
        ]);
        archive.AddJson(RuleListDocument.PartName, document, RuleJson.Default.RuleListDocument);
    }

    private protected override RuleModel Read(
        ModelDescription description,
        ModelDocument header,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        RuleListDocument document = parts.Json(RuleListDocument.PartName, RuleJson.Default.RuleListDocument);
        int outputs = Outputs(description);
        if (
            document.Rules is not { Count: > 0 and <= MostRules }
            || document.Rules.Any(rule => rule?.Conditions is null || rule.Values is null)
        )
            throw new ContentException("its rules have empty members.");
        if (
            document.Rules.Any(rule =>
                rule.Values.Count != outputs || rule.Values.Any(value => !float.IsFinite(value)) || !double.IsFinite(rule.Slope)
            )
        )
            throw new ContentException("a rule does not give what the model predicts.");
        if (document.Rules.Any(rule => rule.Rows < 0))
            throw new ContentException("a rule was learned from less than no rows.");
        if (outputs > 1)
        {
            float[] values = [.. document.Rules.SelectMany(rule => rule.Values)];
            StoredNumbers.Check(values, "values", RuleListDocument.PartName, 0f, 1f);
            StoredNumbers.CheckSums(values, outputs, "values", RuleListDocument.PartName);
        }
        if (
            document.Rules[^1].Conditions.Count > 0
            || document.Rules.Take(document.Rules.Count - 1).Any(rule => rule.Conditions.Count == 0)
        )
            throw new ContentException("the last rule, and no other, must be without conditions.");
        if (outputs > 1 && document.Rules.Any(rule => rule.Term is not null))
            throw new ContentException("a rule for classes cannot be a line.");
        int width = description.Preprocessing.Width;
        Rule[] rules =
        [
            .. document.Rules.Select(rule => new Rule
            {
                Conditions =
                [
                    .. rule.Conditions.Select(condition => new RuleCondition(
                        Term(condition?.Term, width),
                        condition!.IsAbove,
                        Finite(condition.Threshold)
                    )),
                ],
                Values = [.. rule.Values],
                Rows = rule.Rows,
                Term = rule.Term is null ? null : Term(rule.Term, width),
                Slope = rule.Slope,
            }),
        ];
        return new RuleModel(description, rules);
    }

    private static TermDocument Of(RuleTerm term) =>
        new(
            [.. term.Parts.Select(part => new TermPartDocument(part.Input, part.IsNegative, part.Center, part.Scale))],
            term.IsStandardized
        );

    private static RuleTerm Term(TermDocument? term, int width)
    {
        if (term?.Parts is not { Count: > 0 } parts || parts.Any(part => part is null || part.Input < 0 || part.Input >= width))
            throw new ContentException("a rule looks at an input that the model does not have.");
        if (parts.Any(part => !double.IsFinite(part.Center) || !(Math.Abs(part.Scale) is > 1e-300 and < 1e300)))
            throw new ContentException("the scale of a rule's input is not a number.");
        return new RuleTerm(
            [.. parts.Select(part => new RulePart(part.Input, part.IsNegative, part.Center, part.Scale))],
            term.IsStandardized
        );
    }

    private static double Finite(double value) =>
        double.IsFinite(value) ? value : throw new ContentException("a rule's threshold is not a number.");
}
