using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// A small decision tree fitted to what the model says: the subtrees of a grown tree's cost-complexity path (Breiman et al. 1984) from 2 to
/// 64 leaves.
/// </summary>
internal sealed class TreeSubmodel : SubmodelFamily
{
    private const int MostLeaves = 64;

    internal override string Name => "Tree";

    internal override string Description => "A decision tree of at most 64 leaves, from a cost-complexity path (Breiman et al. 1984).";

    internal override IEnumerable<Submodel> Candidates(SubmodelContext context)
    {
        Dataset dataset = Relabeled(context);
        var options = new TreeOptions
        {
            MinLeafSamples = Math.Max(2, context.Rows / 500),
            Seed = context.Options.Seed,
            Threads = context.Options.Threads,
        };
        if (context.IsClasses && context.Labels.Distinct().Count() < 2)
            yield break;
        Model grown = ModelKindCatalog
            .Get(ModelKindCatalog.Tree)
            .Train(
                dataset,
                new TrainingRequest
                {
                    Kind = ModelKindCatalog.Tree,
                    Tree = options,
                    Seed = options.Seed,
                },
                context.Monitor
            );
        PruningPath path = PathMethodCatalog.Get(grown, "CostComplexity").Path(grown, dataset, context.Options, context.Monitor);
        foreach (PathCandidate candidate in path.Candidates.Reverse())
        {
            var subtree = (TreeModel)candidate.Make();
            if (subtree.Leaves is < 2 or > MostLeaves)
                continue;
            // The path's trees carry the relabelled rows, the result must carry the true ones.
            var tree = new TreeModel(context.Describe(), subtree.Tree, subtree.Options);
            yield return new Submodel(
                tree,
                FormattableString.Invariant($"a tree of {tree.Leaves} leaves, depth {tree.Depth}"),
                tree.Leaves,
                "leaves"
            );
        }
    }

    /// <summary>The rows with what the model says in place of what is true.</summary>
    private static Dataset Relabeled(SubmodelContext context)
    {
        float[] targets = context.IsClasses ? Array.ConvertAll(context.Labels, label => (float)label) : context.Outputs;
        Dataset original = context.Dataset;
        return new Dataset(
            original.Name,
            original.Task,
            original.Preprocessing,
            original.Columns,
            original.Classes,
            context.Inputs,
            targets,
            context.Rows,
            0,
            0
        );
    }
}
