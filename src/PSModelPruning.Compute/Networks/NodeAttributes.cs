using System.Collections.Immutable;

namespace PSModelPruning.Compute.Networks;

/// <summary>The attributes of a node, with the names and meanings of the ONNX standard. Immutable.</summary>
internal sealed class NodeAttributes
{
    internal static readonly NodeAttributes Empty = new(ImmutableSortedDictionary<string, object>.Empty);

    private readonly ImmutableSortedDictionary<string, object> _values;

    private NodeAttributes(ImmutableSortedDictionary<string, object> values) => _values = values;

    /// <summary>All attributes by name: each a <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or array of <see cref="long"/>.</summary>
    internal IReadOnlyDictionary<string, object> Values => _values;

    internal NodeAttributes With(string name, long value) => new(_values.SetItem(name, value));

    internal NodeAttributes With(string name, double value) => new(_values.SetItem(name, value));

    internal NodeAttributes With(string name, string value) => new(_values.SetItem(name, value));

    internal NodeAttributes With(string name, params long[] values) => new(_values.SetItem(name, values));

    internal bool Has(string name) => _values.ContainsKey(name);

    internal long Integer(string name, long otherwise) => _values.TryGetValue(name, out object? value) ? (long)value : otherwise;

    internal double Number(string name, double otherwise) =>
        _values.TryGetValue(name, out object? value) ? Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    internal string Text(string name, string otherwise) => _values.TryGetValue(name, out object? value) ? (string)value : otherwise;

    internal long[] Integers(string name, params long[] otherwise) => _values.TryGetValue(name, out object? value) ? (long[])value : otherwise;
}
