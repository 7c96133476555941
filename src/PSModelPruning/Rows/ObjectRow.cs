using System.Collections;
using System.Management.Automation;
using PSModelPruning.Compute;

namespace PSModelPruning.Rows;

/// <summary>Objects of any kind as rows: their properties, or a dictionary's entries, are the columns.</summary>
internal static class ObjectRow
{
    /// <summary>The names of an object's columns.</summary>
    internal static IReadOnlyList<string> Names(PSObject row) =>
        row.BaseObject is IDictionary entries
            ? [.. entries.Keys.Cast<object>().Select(key => key.ToString() ?? "")]
            : [.. row.Properties.Where(property => property.IsGettable).Select(property => property.Name)];

    /// <summary>Reads the values of some columns.</summary>
    /// <param name="row">The object.</param>
    /// <param name="names">The columns' names, without regard to case.</param>
    /// <param name="values">Receives the values in the order of the names.</param>
    /// <param name="unreadable">Counts the properties that cannot be read, which are missing values.</param>
    /// <returns>False where the object lacks a column.</returns>
    internal static bool TryRead(PSObject row, IReadOnlyList<string> names, object?[] values, UnreadableValues unreadable)
    {
        var entries = row.BaseObject as IDictionary;
        for (int i = 0; i < names.Count; i++)
        {
            if (entries is not null)
            {
                if (FindKey(entries, names[i]) is not { } key)
                    return false;
                values[i] = Unwrap(entries[key]);
                continue;
            }
            if (row.Properties[names[i]] is not { } property)
                return false;
            values[i] = Unwrap(Value(property, unreadable));
        }
        return true;
    }

    /// <summary>The value of a column; null where the object lacks it or it cannot be read.</summary>
    internal static object? Read(PSObject row, string name, UnreadableValues unreadable)
    {
        var value = new object?[1];
        return TryRead(row, [name], value, unreadable) ? value[0] : null;
    }

    /// <summary>A copy of the object with the prediction added; the object itself stays as it is.</summary>
    internal static PSObject WithPrediction(PSObject row, RowPrediction prediction)
    {
        PSObject copy = Copy(row);
        Set(copy, "Prediction", prediction.Prediction);
        if (prediction.Probability is { } probability)
            Set(copy, "Probability", probability);
        if (prediction.Probabilities is { } all)
        {
            foreach (DictionaryEntry entry in all)
                Set(copy, $"Probability_{entry.Key}", entry.Value);
        }
        return copy;
    }

    private static PSObject Copy(PSObject row)
    {
        if (row.BaseObject is PSCustomObject)
            return row.Copy();
        var copy = new PSObject();
        if (row.BaseObject is IDictionary entries)
        {
            foreach (DictionaryEntry entry in entries)
                Set(copy, entry.Key.ToString() ?? "", entry.Value);
            return copy;
        }
        foreach (PSPropertyInfo property in row.Properties.Where(property => property.IsGettable))
            Set(copy, property.Name, Value(property, null));
        return copy;
    }

    private static void Set(PSObject target, string name, object? value)
    {
        target.Properties.Remove(name);
        target.Properties.Add(new PSNoteProperty(name, value));
    }

    /// <summary>A property that cannot be read (a process that has ended …) is a missing value.</summary>
    private static object? Value(PSPropertyInfo property, UnreadableValues? unreadable)
    {
        try
        {
            return property.Value;
        }
        catch (GetValueException e)
        {
            unreadable?.Add(property.Name, e);
            return null;
        }
    }

    private static object? FindKey(IDictionary entries, string name) =>
        entries.Contains(name)
            ? name
            : entries.Keys.Cast<object>().FirstOrDefault(key => name.Equals(key.ToString(), StringComparison.OrdinalIgnoreCase));

    private static object? Unwrap(object? value) =>
        value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
}
