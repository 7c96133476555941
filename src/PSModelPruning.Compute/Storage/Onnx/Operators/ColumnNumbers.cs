using PSModelPruning.Compute.Storage.Onnx.Documents;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Numbers of a node that belong to columns.</summary>
internal static class ColumnNumbers
{
    /// <summary>A number a column, where a file holds that many, a single one for all, or none.</summary>
    internal static double[] Spread(OnnxNode node, OnnxScope scope, double[] values, int columns, double otherwise)
    {
        if (values.Length == columns)
            return values;
        if (values.Length > 1)
            throw scope.Corrupt(node, $"has {values.Length:N0} numbers for {columns:N0} columns.");
        var all = new double[columns];
        Array.Fill(all, values.Length == 1 ? values[0] : otherwise);
        return all;
    }
}
