using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>What a criterion may look at.</summary>
/// <param name="Graph">The network; a criterion leaves it as it is.</param>
/// <param name="Rows">Training rows; null where there is no data set (then no criterion is asked that needs them).</param>
/// <param name="Random">The run's random numbers.</param>
/// <param name="Monitor">Asked for cancellation every batch.</param>
internal sealed record CriterionContext(Graph Graph, CalibrationRows? Rows, Generator Random, IWorkMonitor Monitor)
{
    private readonly Dictionary<Type, object> _kept = [];

    /// <summary>What was seen of fine-tuning; null where the criterion does not watch it.</summary>
    internal MovementTrace? Movement { get; init; }

    /// <summary>All training rows; null where there is no data set.</summary>
    internal CalibrationRows? Training { get; init; }

    /// <summary>All validation rows; null where there is no data set.</summary>
    internal CalibrationRows? Validation { get; init; }

    /// <summary>What the inputs matter; null where there is no data set.</summary>
    internal InputImportance? Importance { get; init; }

    /// <summary>True where other elements of a weight may go than those that the scores chose.</summary>
    internal bool MayExchange { get; init; }

    /// <summary>
    /// What a criterion has computed for its scores and needs again to compensate; made at the first call. Its tensors live as long as the
    /// caller's dispose scope.
    /// </summary>
    internal T Keep<T>(Func<T> make)
        where T : class
    {
        if (!_kept.TryGetValue(typeof(T), out object? kept))
            _kept.Add(typeof(T), kept = make());
        return (T)kept;
    }

    /// <summary>
    /// Runs the calibration rows through the network batch by batch and gives, for each, the gradients of the batch's mean loss.
    /// The network is in inference mode: no dropout, BatchNormalization with its running statistics.
    /// </summary>
    /// <param name="parameters">The parameters whose gradients are wanted.</param>
    /// <param name="useBatch">Receives value and gradient by parameter name, and the rows of the batch; tensors that are to outlive the
    /// call must be moved out of the scope.</param>
    internal void EachBatchGradient(
        IReadOnlyCollection<string> parameters,
        Action<IReadOnlyDictionary<string, (Tensor Value, Tensor Gradient)>, int> useBatch
    )
    {
        using IDisposable withGradient = enable_grad();
        using Graph copy = Graph.Clone();
        var runner = new GraphRunner(copy);
        string[] names = [.. parameters];
        Tensor[] values = [.. names.Select(name => copy.Parameters[name].Value.requires_grad_(true))];
        foreach ((Tensor input, Tensor target) in Rows!.Batches())
        {
            Monitor.Cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Tensor loss = Rows.Loss(runner.Run(input, RunContext.Inference), target);
            IList<Tensor> gradients = autograd.grad([loss], values, allow_unused: true);
            using IDisposable withoutGradient = no_grad();
            var byName = new Dictionary<string, (Tensor, Tensor)>(names.Length);
            for (int i = 0; i < names.Length; i++)
                byName.Add(
                    names[i],
                    (values[i].detach(), gradients[i] is { IsInvalid: false } gradient ? gradient : zeros_like(values[i]))
                );
            useBatch(byName, (int)input.size(0));
        }
    }
}
