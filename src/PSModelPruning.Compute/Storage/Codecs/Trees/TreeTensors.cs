namespace PSModelPruning.Compute.Storage.Codecs.Trees;

/// <summary>
/// How trees lie in a model file. <c>weights.safetensors</c> holds what predicts: of all trees in order and of each tree's nodes in
/// preorder, the input (I32) and the threshold (F32) of every split, and the numbers of every leaf (F32). <c>trees.safetensors</c> holds
/// the rest: the nodes of each tree (I32), a bit a node that is set for leaves, a bit a node that says where missing values go, and of
/// every node what it predicted before it was split, its training weight and its impurity (F64). The shape of a tree follows from its
/// leaves, as its nodes are in preorder.
/// </summary>
internal static class TreeTensors
{
    /// <summary>The part with what does not predict.</summary>
    internal const string PartName = "trees.safetensors";

    internal const string Features = "features";
    internal const string Thresholds = "thresholds";
    internal const string LeafValues = "leafValues";

    internal const string Nodes = "nodes";
    internal const string Leaves = "leaves";
    internal const string MissingLeft = "missingLeft";
    internal const string InnerValues = "innerValues";
    internal const string NodeWeights = "nodeWeights";
    internal const string Impurities = "impurities";

    /// <summary>The seed that each tree's rows were drawn by (I32); left out for trees without.</summary>
    internal const string SampleSeeds = "sampleSeeds";

    /// <summary>The tensors that every model of trees has.</summary>
    internal static readonly string[] Rest = [Nodes, Leaves, MissingLeft, InnerValues, NodeWeights, Impurities];
}
