namespace PSModelPruning.Compute.Networks;

/// <summary>Tables that nodes look entries up in.</summary>
internal static class Tables
{
    /// <summary>True for a node that looks entries of its weight up.</summary>
    internal static bool IsLookup(Node node) => node.Operator.Matrices.Any(matrix => matrix.Operator.Form == MatrixForm.Table);

    /// <summary>
    /// The list <c>[entries]</c> in front of a table that leads numbers to the table's rows, as pruning puts it there; null where there is
    /// none.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="lookup">The node that reads the table.</param>
    internal static GraphParameter? ListBefore(Graph graph, Node lookup) =>
        graph.Nodes.FirstOrDefault(node => node.Output == lookup.Inputs[1]) is { } before
        && IsLookup(before)
        && graph.Parameters.TryGetValue(before.Inputs[0], out GraphParameter? list)
        && list.Shape.Length == 1
            ? list
            : null;
}
