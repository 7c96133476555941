using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Boosting.Losses;
using PSModelPruning.Compute.Training.Forests;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Compute.Training.Boosting;

/// <summary>
/// One run of gradient boosting (Friedman 2001, 2002): each round grows trees on the derivatives of the loss at the scores so far, and adds
/// what they give, made small by the learning rate. The result does not depend on the number of threads.
/// </summary>
internal sealed class BoostingRun
{
    private const int RowsAtOnce = 4096;

    private readonly Dataset _dataset;
    private readonly BoostingOptions _options;
    private readonly IWorkMonitor _monitor;
    private readonly BoostingLoss _loss;
    private readonly float[]? _weights;
    private readonly float[] _baseline;
    private readonly float[][] _gradients,
        _curvatures;
    private readonly ScoredRows _training,
        _validation;
    private readonly GradientTreeGrower _grower;
    private readonly List<DecisionTree> _trees = [];
    private readonly List<TrainingEpoch> _history = [];

    internal BoostingRun(Dataset dataset, BoostingOptions options, IWorkMonitor monitor)
    {
        _dataset = dataset;
        _options = options;
        _monitor = monitor;
        _loss = BoostingLoss.For(dataset);
        _weights = TreeTraining.RowWeights(dataset, options.Tree);
        _baseline = _loss.Baseline(dataset.Training.Targets.Span, _weights);
        _gradients = [.. _baseline.Select(_ => new float[dataset.TrainingRows])];
        _curvatures = [.. _baseline.Select(_ => new float[dataset.TrainingRows])];
        _training = new ScoredRows(dataset.Training, dataset.Task, _baseline);
        _validation = new ScoredRows(dataset.Validation, dataset.Task, _baseline);
        TrainingColumns columns = TrainingColumns.Of(dataset.Training, maxBins: options.Tree.MaxBins, threads: options.Tree.Threads);
        _grower = new GradientTreeGrower(columns.Bins!, columns.Width, dataset.TrainingRows, options);
    }

    /// <summary>Grows all rounds.</summary>
    /// <param name="activity">What progress is reported as.</param>
    /// <returns>The trees of the rounds that are kept, the baseline, and an entry for each round that was grown.</returns>
    internal (IReadOnlyList<DecisionTree> Trees, float[] Baseline, IReadOnlyList<TrainingEpoch> History) Run(string activity)
    {
        var clock = Stopwatch.StartNew();
        int best = 0;
        double lowest = double.PositiveInfinity;
        double loss = Differentiate();
        for (int round = 1; round <= _options.TreeCount; round++)
        {
            TimeSpan start = clock.Elapsed;
            AddRound(round);
            // The derivatives at the new scores are the next round's, and their loss is this one's.
            loss = Differentiate();
            if (!double.IsFinite(loss))
                throw TrainingErrors.BoostingDiverged(round, loss, _options.LearningRate);
            double validationLoss = _validation.MeanLoss(_loss);
            _history.Add(
                new TrainingEpoch(
                    round,
                    loss / Unit,
                    _training.Accuracy(),
                    validationLoss / Unit,
                    _validation.Accuracy(),
                    _options.LearningRate,
                    (clock.Elapsed - start).TotalSeconds
                )
            );
            Report(round, clock.Elapsed, activity);
            if (validationLoss < lowest)
                (lowest, best) = (validationLoss, round);
            if (_options.Patience > 0 && round - best >= _options.Patience)
                break;
        }
        int kept = _options.Patience > 0 ? best : _history.Count;
        return (_trees[..(kept * _baseline.Length)], _baseline, _history);
    }

    /// <summary>Losses of numbers are reported in units of the training target's variance, as those of networks are.</summary>
    private double Unit => _dataset.Task == LearningTask.Classification ? 1 : _training.Variance / 2;

    private void AddRound(int round)
    {
        int[] rows = Draw(round);
        for (int k = 0; k < _baseline.Length; k++)
        {
            ulong seed = SplitMix.Mix(SplitMix.Mix((ulong)(uint)_options.Tree.Seed, (ulong)round), (ulong)k);
            DecisionTree tree = _grower.Grow(rows, _gradients[k], _curvatures[k], seed, _monitor.Cancellation);
            _trees.Add(tree);
            _training.Add(tree, k);
            _validation.Add(tree, k);
        }
    }

    private int[] Draw(int round)
    {
        if (_options.SampleFraction >= 1)
            return [.. Enumerable.Range(0, _dataset.TrainingRows)];
        var counts = new int[_dataset.TrainingRows];
        ulong seed = SplitMix.Mix((ulong)(uint)_options.Tree.Seed, (ulong)round);
        RowDraw.Draw(
            (int)SplitMix.Mix(seed, ulong.MaxValue),
            new ForestOptions { Bootstrap = false, SampleFraction = _options.SampleFraction },
            counts,
            _dataset.Copies
        );
        return [.. Enumerable.Range(0, counts.Length).Where(row => counts[row] > 0)];
    }

    /// <summary>Computes the derivatives of all training rows at the scores that they have now.</summary>
    /// <returns>The mean loss, weighted as the derivatives are.</returns>
    private double Differentiate()
    {
        int rows = _dataset.TrainingRows,
            scores = _baseline.Length,
            blocks = (rows + RowsAtOnce - 1) / RowsAtOnce;
        var losses = new (double Loss, double Weight)[blocks];
        CoreLoop.Run(
            blocks,
            block =>
            {
                Span<float> gradients = stackalloc float[scores],
                    curvatures = stackalloc float[scores];
                ReadOnlySpan<float> targets = _dataset.Training.Targets.Span;
                double sum = 0,
                    all = 0;
                for (int row = block * RowsAtOnce, end = Math.Min(rows, row + RowsAtOnce); row < end; row++)
                {
                    float weight = _weights is null ? 1 : _weights[row];
                    sum += weight * _loss.Differentiate(_training.Scores(row), targets[row], gradients, curvatures);
                    all += weight;
                    for (int k = 0; k < scores; k++)
                    {
                        _gradients[k][row] = weight * gradients[k];
                        _curvatures[k][row] = weight * curvatures[k];
                    }
                }
                losses[block] = (sum, all);
            },
            _monitor.Cancellation,
            _options.Tree.Threads
        );
        return losses.Sum(l => l.Loss) / losses.Sum(l => l.Weight);
    }

    private void Report(int round, TimeSpan elapsed, string activity)
    {
        TrainingEpoch last = _history[^1];
        string validation = double.IsNaN(last.ValidationLoss)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", validation {last.ValidationLoss:0.0000}");
        _monitor.Progress(
            new WorkProgress(
                activity,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round:N0} of {_options.TreeCount:N0}, loss {last.TrainingLoss:0.0000}{validation}"
                ),
                (double)round / _options.TreeCount,
                elapsed / round * (_options.TreeCount - round)
            )
        );
    }
}
