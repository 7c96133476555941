namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>What a criterion scores.</summary>
internal enum ScoredPart
{
    /// <summary>Single elements of weights: <see cref="PruningCriterion.ScoreElements"/>.</summary>
    Element,

    /// <summary>Channels and neurons: <see cref="PruningCriterion.ScoreUnits"/>.</summary>
    Unit,

    /// <summary>Whole blocks of layers: <see cref="PruningCriterion.ScoreBlocks"/>.</summary>
    Block,
}
