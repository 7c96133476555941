using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Losses;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Rows that criteria run through the network: mostly a sample of the training rows, drawn once a run, the same for every step and every
/// candidate.
/// </summary>
internal sealed class CalibrationRows
{
    /// <summary>Rows in the sample, where there are as many: gradients' rankings hardly change with more.</summary>
    internal const int MostRows = 2048;

    private readonly TrainingData _data;
    private readonly TrainingOptions _objective;
    private readonly Partition _partition;
    private readonly IReadOnlyList<int> _inputShape;
    private readonly int[] _rows;
    private readonly int _batchSize;

    /// <param name="data">Where the rows are drawn from (training partition).</param>
    /// <param name="objective">Says which loss the criteria look at.</param>
    /// <param name="inputShape">The network's input shape without the batch dimension.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    /// <param name="seed">Decides which rows.</param>
    internal CalibrationRows(TrainingData data, TrainingOptions objective, IReadOnlyList<int> inputShape, int batchSize, int seed)
    {
        _data = data;
        _objective = objective;
        _partition = data.Training;
        _inputShape = inputShape;
        _batchSize = batchSize;
        int[] all = [.. Enumerable.Range(0, data.Training.RowCount)];
        new Random(seed).Shuffle(all);
        _rows = all[..Math.Min(MostRows, all.Length)];
    }

    /// <param name="data">Whose rows they are.</param>
    /// <param name="objective">Says which loss the criteria look at.</param>
    /// <param name="partition">One of its partitions: all of its rows, in their order.</param>
    /// <param name="inputShape">The network's input shape without the batch dimension.</param>
    /// <param name="batchSize">Rows of a batch.</param>
    internal CalibrationRows(
        TrainingData data,
        TrainingOptions objective,
        Partition partition,
        IReadOnlyList<int> inputShape,
        int batchSize
    )
    {
        _data = data;
        _objective = objective;
        _partition = partition;
        _inputShape = inputShape;
        _batchSize = batchSize;
        _rows = [.. Enumerable.Range(0, partition.RowCount)];
    }

    private CalibrationRows(CalibrationRows all, int count, int batchSize)
    {
        (_data, _objective, _partition, _inputShape, _batchSize) = (all._data, all._objective, all._partition, all._inputShape, batchSize);
        _rows = all._rows[..Math.Min(count, all._rows.Length)];
    }

    /// <summary>The first of the rows, at most so many; of a drawn sample a smaller sample.</summary>
    /// <param name="count">How many.</param>
    /// <param name="batchSize">Rows of a batch; 0 for as many as before.</param>
    internal CalibrationRows First(int count, int batchSize = 0) => new(this, count, batchSize > 0 ? batchSize : _batchSize);

    /// <summary>Rows.</summary>
    internal int Count => _rows.Length;

    /// <summary>
    /// The batches: inputs <c>[rows, …]</c> and targets (class indices <c>[rows]</c>, or scaled numbers <c>[rows, 1]</c>). Each pair is
    /// disposed when the next is asked for.
    /// </summary>
    internal IEnumerable<(Tensor Input, Tensor Target)> Batches()
    {
        using var loader = new BatchLoader(_data, _partition, _inputShape, Math.Min(_batchSize, _rows.Length));
        for (int first = 0; first < _rows.Length; first += _batchSize)
        {
            Batch batch = loader.Load(_rows.AsSpan(first, Math.Min(_batchSize, _rows.Length - first)));
            using Tensor input = batch.Inputs;
            using Tensor target = batch.Targets;
            yield return (input, target);
        }
    }

    /// <summary>
    /// The loss that the criteria differentiate, a mean over the rows: the one that the model was trained with, of the scaled target for
    /// numbers.
    /// </summary>
    internal Tensor Loss(Tensor output, Tensor target)
    {
        using Loss loss = LossCatalog.Create(_data.Task, _objective);
        return loss.Compute(output, target);
    }

    /// <summary>
    /// The same loss as a negative log-likelihood, the sum over the rows: cross-entropy (with the classes' weights), or half the squared
    /// errors (a normal distribution of variance 1).
    /// </summary>
    internal Tensor NegativeLogLikelihood(Tensor output, Tensor target)
    {
        using Loss loss = LossCatalog.Create(_data.Task, _objective);
        return loss.NegativeLogLikelihood(output, target);
    }
}
