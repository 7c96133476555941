using PSModelPruning.Compute.Pruning.Paths;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// The sub-ensembles that a selection gives, from all members to one. Those of a weighted mean or vote are scored without being made.
/// </summary>
internal sealed class SelectionPath : PruningPath
{
    private readonly MemberSet _members;
    private readonly Selection _selection;
    private readonly int _seed;

    /// <param name="members">The ensemble.</param>
    /// <param name="selection">Which members stay.</param>
    /// <param name="method">The method's name.</param>
    /// <param name="dataset">What the pruned models carry on.</param>
    /// <param name="options">The target and the seed, which the models' history names.</param>
    /// <param name="monitor">Asked whether to stop where a model of the path fits something.</param>
    internal SelectionPath(
        MemberSet members,
        Selection selection,
        string method,
        Dataset dataset,
        PruningOptions options,
        IWorkMonitor monitor
    )
        : base(
            members.Unit,
            [
                .. Enumerable
                    .Range(0, members.Count)
                    .Select(gone => Candidate(members, selection, members.Count - gone, method, dataset, options, monitor)),
            ]
        )
    {
        _members = members;
        _selection = selection;
        _seed = options.Seed;
    }

    internal override bool ScoresAllAtOnce => _members.IsAdditive;

    internal override IReadOnlyList<PathLoss> Losses(
        IReadOnlyList<int> points,
        Dataset dataset,
        PartitionName partition,
        IWorkMonitor monitor
    )
    {
        if (!_members.IsAdditive)
            return base.Losses(points, dataset, partition, monitor);
        MemberOutputs outputs = MemberOutputs.Of(_members, dataset, partition, _seed, monitor);
        var losses = new PathLoss[points.Count];
        double[] sum = new double[outputs.Rows * outputs.Outputs];
        var held = new HashSet<int>();
        // From the smallest ensemble upwards, so that an order only ever adds.
        for (int i = points.Count - 1; i >= 0; i--)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            IReadOnlyList<int> wanted = _selection.Members(_members.Count - points[i]);
            if (!held.IsSubsetOf(wanted))
            {
                held.Clear();
                Array.Clear(sum);
            }
            foreach (int member in wanted.Where(held.Add))
                outputs.AddTo(member, sum);
            losses[i] = Loss(outputs, sum, held.Sum(member => outputs.Weights[member]));
        }
        return losses;
    }

    private static PathLoss Loss(MemberOutputs outputs, double[] sum, double weight)
    {
        Span<float> row = new float[outputs.Outputs];
        double total = 0,
            squares = 0;
        for (int r = 0; r < outputs.Rows; r++)
        {
            for (int k = 0; k < row.Length; k++)
                row[k] = (float)(sum[r * row.Length + k] / weight);
            double loss = PathLoss.OfRow(row, outputs.Targets[r], outputs.Task);
            total += loss;
            squares += loss * loss;
        }
        return new PathLoss(outputs.Rows, total, squares);
    }

    private static PathCandidate Candidate(
        MemberSet members,
        Selection selection,
        int count,
        string method,
        Dataset dataset,
        PruningOptions options,
        IWorkMonitor monitor
    ) =>
        new(count, 1 - (double)count / members.Count, () =>
            members.Keep(
                [.. selection.Members(count).Order()],
                PathResult.Describe(members.Model, method, dataset, options, count),
                monitor
            )
        );
}
