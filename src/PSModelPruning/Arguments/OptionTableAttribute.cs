using System.Collections;
using System.Globalization;
using System.Management.Automation;

namespace PSModelPruning.Arguments;

/// <summary>Takes options as a hashtable, as texts such as <c>Scope=Layer</c>, or as several of these.</summary>
internal sealed class OptionTableAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (object? item in Bare(inputData) is IList many ? many : new[] { inputData })
        {
            switch (Bare(item))
            {
                case IDictionary entries:
                    foreach (DictionaryEntry entry in entries)
                        Add(table, Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry.Value);
                    break;
                case string text when text.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals:
                    Add(table, text[..equals].Trim(), Typed(text[(equals + 1)..].Trim()));
                    break;
                default:
                    throw new ArgumentTransformationMetadataException(
                        $"'{item}' is not an option with a value. Use -Option @{{ Scope = 'Layer'; RoundTo = 8 }}, or -Option Scope=Layer, "
                            + "RoundTo=8."
                    );
            }
        }
        return table;
    }

    private static void Add(Hashtable table, string name, object? value)
    {
        if (table.ContainsKey(name))
            throw new ArgumentTransformationMetadataException($"The option {name} was set twice. Leave one of the two out.");
        table.Add(name, value);
    }

    private static object Typed(string text) =>
        text.Equals("$true", StringComparison.OrdinalIgnoreCase) || text.Equals("true", StringComparison.OrdinalIgnoreCase) ? true
        : text.Equals("$false", StringComparison.OrdinalIgnoreCase) || text.Equals("false", StringComparison.OrdinalIgnoreCase) ? false
        : text;

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
