using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Reads attributes of nodes; one that is left out has its default.</summary>
internal static class NodeAttributeExtensions
{
    internal static IReadOnlyList<float> Singles(this OnnxNode node, string name) =>
        node.Attributes.TryGetValue(name, out OnnxAttribute? attribute) ? attribute.Singles : [];

    internal static IReadOnlyList<long> Integers(this OnnxNode node, string name) =>
        node.Attributes.TryGetValue(name, out OnnxAttribute? attribute) ? attribute.Integers : [];

    internal static IReadOnlyList<string> Texts(this OnnxNode node, string name) =>
        node.Attributes.TryGetValue(name, out OnnxAttribute? attribute) ? attribute.Texts : [];

    internal static long Integer(this OnnxNode node, string name, long otherwise) =>
        node.Attributes.TryGetValue(name, out OnnxAttribute? attribute) ? attribute.Integer : otherwise;

    internal static string Text(this OnnxNode node, string name, string otherwise) =>
        node.Attributes.TryGetValue(name, out OnnxAttribute? attribute) ? attribute.Text : otherwise;

    internal static bool Has(this OnnxNode node, string name) => node.Attributes.ContainsKey(name);

    /// <summary>Numbers that are floats, or a tensor of the same name with <c>_as_tensor</c>.</summary>
    internal static double[] Numbers(this OnnxNode node, OnnxScope scope, string name) =>
        node.Attributes.GetValueOrDefault($"{name}_as_tensor") is { Tensor: { } exact } ? Tensor(node, scope, $"{name}_as_tensor", exact)
        : node.Attributes.GetValueOrDefault(name) is { } own
            ? own.Tensor is { } tensor ? Tensor(node, scope, name, tensor)
                : [.. own.Singles.Select(value => (double)value)]
        : [];

    /// <summary>The names of classes, which are texts or integers; several attributes may hold them.</summary>
    internal static string[] Labels(this OnnxNode node, params string[] names) =>
        [
            .. names
                .Where(node.Has)
                .Select(name => node.Attributes[name])
                .Where(attribute => attribute.Texts.Count + attribute.Integers.Count > 0)
                .Take(1)
                .SelectMany(attribute =>
                    attribute.Texts.Count > 0
                        ? attribute.Texts
                        : attribute.Integers.Select(label => FormattableString.Invariant($"{label}"))
                ),
        ];

    /// <summary>The post transform.</summary>
    internal static PostTransform Transform(this OnnxNode node, OnnxScope scope)
    {
        string name = node.Text("post_transform", "NONE");
        return PostTransforms.Find(name) ?? throw scope.Corrupt(node, $"has the unknown post transform '{StorageErrors.Printable(name)}'.");
    }

    private static double[] Tensor(OnnxNode node, OnnxScope scope, string name, OnnxTensor tensor) =>
        scope.Context.Numbers.Doubles(tensor, $"The attribute '{name}' of {node.Shown}");
}
