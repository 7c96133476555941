using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// Prototypes that are centres of clusters (Hastie, Tibshirani and Friedman 2009, section 13.2.1): k-means in the rows of each class, see
/// <see cref="KMeansClustering"/>, and the nearest centre's class decides. For numbers the clusters are of all rows, and a centre predicts
/// the mean of its rows' numbers.
/// </summary>
/// <remarks>
/// The path: every number of prototypes, from one less than there are to one a class (one, for numbers). They are shared by the classes in
/// proportion to their rows. It has no end of its own.
/// </remarks>
internal sealed class KMeansMethod : NeighborPathMethod
{
    internal override string Name => "KMeans";

    internal override string Description =>
        "Replaces the rows of each class by cluster centres (k-means++, Arthur and Vassilvitskii 2007).";

    private protected override bool IsForNumbers => true;

    private protected override PruningPath Path(NeighborModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        int[][] groups = Groups(model);
        if (Asked(model, options.Target) is { } asked && asked < groups.Length)
            throw PruningErrors.PrototypesTooFew(asked, groups.Length);
        int count = model.Prototypes;
        var whole = new PathCandidate(count, 0, () =>
            Make(model, model.Inputs.ToArray(), model.Targets.ToArray(), false, dataset, options, model.Copies)
        );
        IEnumerable<PathCandidate> fewer = Enumerable
            .Range(1, count - groups.Length)
            .Select(gone => new PathCandidate(
                count - gone,
                Gone(model, count - gone),
                Once(() => Cluster(model, groups, count - gone, dataset, options, monitor))
            ));
        return new PruningPath(Unit, [whole, .. fewer]);
    }

    /// <summary>The prototypes of each class that has any; all of them for numbers.</summary>
    private static int[][] Groups(NeighborModel model)
    {
        IEnumerable<int> rows = Enumerable.Range(0, model.Prototypes);
        return model.Task == LearningTask.Regression
            ?
            [
                [.. rows],
            ]
            : [.. rows.GroupBy(row => model.Targets.Span[row]).OrderBy(group => group.Key).Select(group => group.ToArray())];
    }

    private NeighborModel Cluster(
        NeighborModel model,
        int[][] groups,
        int prototypes,
        Dataset? dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
    {
        int width = model.Preprocessing.Width;
        int[] shares = PrototypeShares.Of([.. groups.Select(group => group.Length)], prototypes);
        var inputs = new List<float>(prototypes * width);
        var targets = new List<float>(prototypes);
        for (int g = 0; g < groups.Length; g++)
        {
            monitor.Progress(
                new WorkProgress("Clustering", $"{prototypes:N0} prototypes, group {g + 1} of {groups.Length}", (double)g / groups.Length)
            );
            int[] rows = groups[g];
            float[] own = RowGather.Of(model.Inputs.Span, rows, width);
            Clusters clusters = new KMeansClustering(
                model.Index.Distance,
                own,
                width,
                Options(model, options).Threads,
                monitor.Cancellation
            ).Run(shares[g], new Random(unchecked(options.Seed * 31 + g)));
            inputs.AddRange(clusters.Centres);
            targets.AddRange(Targets(model, rows, clusters, width));
        }
        return Make(model, [.. inputs], [.. targets], true, dataset, options);
    }

    /// <summary>What each centre predicts.</summary>
    private static IEnumerable<float> Targets(NeighborModel model, int[] rows, Clusters clusters, int width)
    {
        int count = clusters.Centres.Length / width;
        if (model.Task == LearningTask.Classification)
            return Enumerable.Repeat(model.Targets.Span[rows[0]], count);
        var sums = new double[count];
        var sizes = new int[count];
        for (int i = 0; i < rows.Length; i++)
        {
            sums[clusters.Members[i]] += model.Targets.Span[rows[i]];
            sizes[clusters.Members[i]]++;
        }
        return sums.Select((sum, i) => (float)(sum / sizes[i]));
    }

    /// <summary>Clusters once; every call gives a new model of the same prototypes.</summary>
    private static Func<Model> Once(Func<NeighborModel> cluster)
    {
        var first = new Lazy<NeighborModel>(cluster);
        return () => new NeighborModel(first.Value.Describe(), first.Value.Inputs, first.Value.Targets, first.Value.Options);
    }
}
