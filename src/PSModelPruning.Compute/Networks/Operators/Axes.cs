namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>Axes and sizes, as several operators read them.</summary>
internal static class Axes
{
    /// <summary>The node's <c>axis</c>, with negative numbers counted from the end.</summary>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>: there is no such axis.</exception>
    internal static int Normalize(Node node, long[] shape, long otherwise = -1)
    {
        long axis = node.Attributes.Integer("axis", otherwise);
        if (axis < -shape.Length || axis >= shape.Length)
            throw NetworkErrors.ShapeMismatch(node, $"there is no axis {axis} in {Text(shape)}.");
        return (int)(axis < 0 ? axis + shape.Length : axis);
    }

    /// <summary>The product of the sizes from one axis on.</summary>
    internal static long Product(IReadOnlyList<long> shape, int from = 0)
    {
        long product = 1;
        for (int axis = from; axis < shape.Count; axis++)
            product *= shape[axis];
        return product;
    }

    /// <summary>The shape as a person reads it, without the batch: <c>[16, 28, 28]</c>.</summary>
    internal static string Row(IReadOnlyList<long> shape) => Text(shape.Skip(1));

    /// <summary>A whole shape: <c>[32, 3, 3, 3]</c>.</summary>
    internal static string Text(IEnumerable<long> shape) => $"[{string.Join(", ", shape)}]";
}
