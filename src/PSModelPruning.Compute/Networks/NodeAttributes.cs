using System.Collections.Immutable;

namespace PSModelPruning.Compute.Networks;

/// <summary>The attributes of a node, with the names and meanings of the ONNX standard. Immutable.</summary>
internal sealed class NodeAttributes
{
    internal static readonly NodeAttributes Empty = new(ImmutableSortedDictionary<string, object>.Empty);

    private readonly ImmutableSortedDictionary<string, object> _values;

    private NodeAttributes(ImmutableSortedDictionary<string, object> values) => _values = values;

    /// <summary>
    /// All attributes by name: each a <see cref="long"/>, <see cref="double"/>, <see cref="string"/> or array of <see cref="long"/>.
    /// </summary>
    internal IReadOnlyDictionary<string, object> Values => _values;

    internal NodeAttributes With(string name, long value) => new(_values.SetItem(name, value));

    internal NodeAttributes With(string name, double value) => new(_values.SetItem(name, value));

    internal NodeAttributes With(string name, string value) => new(_values.SetItem(name, value));

    internal NodeAttributes With(string name, params long[] values) => new(_values.SetItem(name, values));

    internal NodeAttributes Without(string name) => new(_values.Remove(name));

    internal bool Has(string name) => _values.ContainsKey(name);

    internal long Integer(string name, long otherwise) => Get(name, "a whole number", out long value) ? value : otherwise;

    internal double Number(string name, double otherwise)
    {
        if (_values.TryGetValue(name, out object? value) && value is long whole)
            return whole;
        return Get(name, "a number", out double number) ? number : otherwise;
    }

    internal string Text(string name, string otherwise) => Get(name, "text", out string? value) ? value! : otherwise;

    internal long[] Integers(string name, params long[] otherwise) =>
        Get(name, "a list of whole numbers", out long[]? value) ? value! : otherwise;

    private bool Get<T>(string name, string kind, out T? value)
    {
        value = default;
        if (!_values.TryGetValue(name, out object? found))
            return false;
        value = found is T fits ? fits : throw NetworkErrors.AttributeInvalid(name, kind);
        return true;
    }
}
