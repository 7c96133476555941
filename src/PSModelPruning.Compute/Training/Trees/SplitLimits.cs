using PSModelPruning.Compute.Models.Trees;

namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Decides by size and depth whether a node may be split. All growers of trees share it.</summary>
/// <param name="options">The limits that the user set.</param>
internal readonly struct SplitLimits(TreeOptions options)
{
    private readonly long _leastRows = Math.Max(options.MinSplitSamples, 2L * options.MinLeafSamples);
    private readonly int _mostDepth = options.MaxDepth == 0 ? DecisionTree.MostDepth : Math.Min(options.MaxDepth, DecisionTree.MostDepth);

    /// <summary>Whether a node of this many rows at this depth may be split.</summary>
    internal bool Allow(int rows, int depth) => rows >= _leastRows && depth < _mostDepth;
}
