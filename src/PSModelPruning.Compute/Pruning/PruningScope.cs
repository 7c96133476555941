namespace PSModelPruning.Compute;

/// <summary>Among which units the least important are sought.</summary>
public enum PruningScope
{
    /// <summary>All layers compete: unimportant layers lose more.</summary>
    Global,

    /// <summary>Every layer loses the same fraction.</summary>
    Layer,
}
