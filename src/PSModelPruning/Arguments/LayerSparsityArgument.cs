using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Commands;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning.Networks.Ratios;

namespace PSModelPruning.Arguments;

/// <summary>
/// Reads what <c>-LayerSparsity</c> takes: the name of a rule, a hashtable of layers and fractions, or objects of Measure-LayerSensitivity.
/// </summary>
internal static class LayerSparsityArgument
{
    /// <param name="values">What was given.</param>
    /// <exception cref="ComputeException"><c>LayerSparsityInvalid</c>, <c>SparsityOutOfRange</c>, <c>VariantUnknown</c>.</exception>
    internal static LayerRatios Read(object[] values)
    {
        // What a CSV or JSON file was read into is told by its kind: its text is empty.
        object?[] bare =
        [
            .. values.Select(value =>
                value is PSObject { BaseObject: PSCustomObject }
                    ? "an object that is not of Measure-LayerSensitivity"
                    : (value as PSObject)?.BaseObject ?? value
            ),
        ];
        return bare switch
        {
            [string rule] => LayerRatioCatalog.Get(rule),
            [IDictionary table] => new TableRatios(table.Cast<DictionaryEntry>().Select(Entry)),
            _ when bare.All(value => value is LayerSensitivity) => new SensitivityRatios(bare.Cast<LayerSensitivity>()),
            _ => throw Invalid(bare.FirstOrDefault(value => value is not LayerSensitivity)),
        };
    }

    private static (string, double) Entry(DictionaryEntry entry)
    {
        object? value = entry.Value is PSObject wrapped ? wrapped.BaseObject : entry.Value;
        return value is IConvertible and not (string or bool or char or DateTime)
            ? (Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", Convert.ToDouble(value, CultureInfo.InvariantCulture))
            : throw Invalid(value);
    }

    private static ComputeException Invalid(object? value) =>
        CommandErrors.LayerSparsityInvalid(
            Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
            LayerRatioCatalog.Entries.Select(entry => entry.Name)
        );
}
