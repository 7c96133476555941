using System.Collections;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Commands;

/// <summary>What messages call an input.</summary>
internal static class InputText
{
    private const string Deserialized = "Deserialized.";
    private const string Own = "PSModelPruning.";
    private const int LongestText = 60;

    /// <summary>Whether there is nothing.</summary>
    internal static bool IsNothing(object? input) => input is null or PSObject { BaseObject: IList { Count: 0 } } or IList { Count: 0 };

    /// <summary>Whether an object of the module was stored and read, or came from another process.</summary>
    internal static bool IsDeserialized(object? input) =>
        input is not null
        && PSObject.AsPSObject(input).TypeNames.FirstOrDefault()?.StartsWith(Deserialized + Own, StringComparison.Ordinal) == true;

    /// <summary>What to do about a deserialized object.</summary>
    internal static string Remedy(object? input) =>
        Name(PSObject.AsPSObject(input).TypeNames[0]).EndsWith(nameof(Model), StringComparison.Ordinal)
            ? "Use Export-Model there, and give the path of that file here."
            : "Make it in this session, and give it as it is.";

    /// <summary>The input in a few words, at the beginning of a sentence or within one.</summary>
    internal static string Of(object? input)
    {
        object? bare = input is PSObject wrapped ? wrapped.BaseObject : input;
        return bare switch
        {
            null => "null",
            Dataset data => $"the data set '{data.Name}'",
            Model model => $"the model '{model.Name}'",
            PruningPathPoint => "a point of Measure-PruningPath",
            FeatureImportance => "a feature of Measure-FeatureImportance",
            LayerSensitivity => "a layer of Measure-LayerSensitivity",
            ModelComparison => "a comparison of Compare-Model",
            RowPrediction => "a prediction",
            PruningLayer => "a plan of -WhatIf",
            string text => $"the text '{Short(text)}'",
            _ when IsDeserialized(input) => $"a deserialized {Name(PSObject.AsPSObject(input).TypeNames[0])}",
            PSCustomObject => "an object of type PSCustomObject",
            ValueType value =>
                $"the {bare.GetType().Name} {Short(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "")}",
            _ => $"an object of type {bare.GetType().Name}",
        };
    }

    private static string Short(string text) => text.Length <= LongestText ? text : string.Concat(text.AsSpan(0, LongestText - 1), "…");

    private static string Name(string typeName) => typeName[(typeName.LastIndexOf('.') + 1)..];
}
