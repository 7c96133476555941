namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>Among which elements the scores of a criterion can be compared.</summary>
internal enum ScoreComparison
{
    /// <summary>Among all elements of the network; Scope decides.</summary>
    Network,

    /// <summary>Among the elements of a weight only: LayerSparsity says how much each layer loses.</summary>
    Layer,

    /// <summary>
    /// Among the elements that lead to the same output only: every output of a layer loses the same fraction, and LayerSparsity says how
    /// much each layer does.
    /// </summary>
    Output,
}
