namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>Which members an ensemble of any size would have.</summary>
internal abstract class Selection
{
    /// <summary>The indices of the members of a sub-ensemble.</summary>
    /// <param name="count">Its size, from 1 to all.</param>
    internal abstract IReadOnlyList<int> Members(int count);
}

/// <summary>The members in an order: each sub-ensemble holds the smaller ones.</summary>
internal sealed class Ordering(int[] order) : Selection
{
    internal override IReadOnlyList<int> Members(int count) => order[..count];
}
