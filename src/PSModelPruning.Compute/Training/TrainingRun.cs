using System.Diagnostics;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Checkpoints;
using PSModelPruning.Compute.Training.Distillation;
using PSModelPruning.Compute.Training.Losses;
using PSModelPruning.Compute.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// One run of training: its state and its loop over epochs and batches. Used once, on one thread, whose thread count it keeps.
/// </summary>
internal sealed class TrainingRun : IDisposable
{
    private readonly Graph _graph;
    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly TrainingHooks _hooks;
    private readonly IWorkMonitor _monitor;
    private readonly BatchPlan _batches;
    private readonly LearningRatePlan _learningRates;
    private readonly FitEvaluator _evaluator;
    private readonly TrainingProgress _progress;
    private readonly GraphRunner _runner;
    private readonly Loss _loss;
    private readonly DistillationLoss? _distillation;
    private readonly BatchLoader _loader;
    private readonly FlatParameters _parameters;
    private readonly Optimizer _optimizer;
    private readonly BestWeights _best;
    private readonly RunCheckpoint? _checkpoint;
    private readonly GraphParameter[] _slimmed;
    private readonly List<TrainingEpoch> _history = [];

    internal TrainingRun(Graph graph, TrainingData data, TrainingOptions options, IWorkMonitor monitor, TrainingHooks hooks)
    {
        _graph = graph;
        _data = data;
        _options = options;
        _monitor = monitor;
        _hooks = hooks;
        _batches = new BatchPlan(data.Training.RowCount, options.BatchSize);
        _learningRates = new LearningRatePlan(options, _batches.Count);
        ActivationMemory.Check(graph, _batches.LargestBatch);
        _progress = new TrainingProgress(hooks.Activity, options.Epochs, data.Training.RowCount, monitor);
        _runner = new GraphRunner(graph);
        try
        {
            _loss = LossCatalog.Create(data.Task, options);
            _loader = new BatchLoader(data, data.Training, graph.InputShape, _batches.LargestBatch);
            _evaluator = new FitEvaluator(_runner, graph.InputShape, _loss, data);
            _parameters = new FlatParameters(graph);
            _slimmed = options.BatchNormL1 == 0 ? [] : Scales(graph);
            _optimizer = OptimizerCatalog.Create(_parameters, options);
            _best = new BestWeights(_parameters, graph);
            _distillation = data.Teacher is null
                ? null
                : new DistillationLoss(data.Teacher, graph, options, _batches.LargestBatch, monitor);
            _checkpoint = Checkpoint();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Runs all epochs that are to do.</summary>
    internal IReadOnlyList<TrainingEpoch> Execute()
    {
        OpenCheckpoint();
        while (Done < Last && !IsStalled)
            RunEpoch(Done + 1);
        if (_options.Patience > 0 && _best.Epoch > 0)
        {
            _monitor.Verbose($"The weights of epoch {_best.Epoch} are restored: its validation loss, {_best.Loss:G4}, is the lowest.");
            _best.PutBack();
            _parameters.ApplyMask();
        }
        UseEffectiveWeights();
        return _history;
    }

    public void Dispose()
    {
        _distillation?.Dispose();
        _best?.Dispose();
        _optimizer?.Dispose();
        _parameters?.Dispose();
        _evaluator?.Dispose();
        _loader?.Dispose();
        _loss?.Dispose();
    }

    /// <summary>The factors of the normalizations, each once.</summary>
    private static GraphParameter[] Scales(Graph graph) =>
        [.. graph.ChannelScales().Select(name => graph.Parameters[name]).Where(scale => scale.IsTrainable).Distinct()];

    private RunCheckpoint? Checkpoint()
    {
        CheckpointStore? store = _hooks.Checkpoint
            ?? (_options.CheckpointPath is { } path ? new TrainingCheckpoint(path, _options.Resume) : null);
        return store is null
            ? null
            : new RunCheckpoint(
                store,
                _graph,
                _parameters,
                _optimizer,
                _best,
                _hooks.EffectiveWeights,
                RunFingerprint.Describe(_graph, _data, _options, _hooks.EffectiveWeights),
                _distillation?.State
            );
    }

    /// <summary>Epochs that are done or count as such.</summary>
    private int Done => _hooks.SkippedEpochs + _history.Count;

    private long FirstStep => (long)_hooks.SkippedEpochs * _batches.Count;

    private int Last => _hooks.LastEpoch ?? _options.Epochs;

    private bool IsStalled => _options.Patience > 0 && Done - Math.Max(_best.Epoch, _hooks.SkippedEpochs) >= _options.Patience;

    private void RunEpoch(int epoch)
    {
        var clock = Stopwatch.StartNew();
        BetweenSteps(() => _hooks.BeforeEpoch?.Invoke(epoch));
        int[] order = BatchPlan.Shuffle(_batches.Rows, RunSeed.Order(_options.Seed, epoch));
        using var generator = new Generator(RunSeed.Layers(_options.Seed, epoch), CPU);
        var context = new RunContext(true, generator);
        var meter = new FitMeter(_data.Task);
        double learningRate = 0;
        for (int batch = 0; batch < _batches.Count; batch++)
        {
            _monitor.Cancellation.ThrowIfCancellationRequested();
            QuietTime.OfProcess.Rest(_monitor.Cancellation);
            long step = (long)(epoch - 1) * _batches.Count + batch;
            learningRate = _learningRates.At(step, _history);
            TakeStep(order.AsSpan(_batches[batch]), context, meter, epoch, step, learningRate);
            if (_hooks.AfterStep is { } afterStep)
                BetweenSteps(() => afterStep(step - FirstStep + 1, (long)Last * _batches.Count - FirstStep));
            _progress.Report(epoch, meter);
        }
        FitMeter validation = MeasureValidation();
        CheckWeights(epoch, learningRate, validation);
        _history.Add(
            new TrainingEpoch(
                epoch,
                meter.Loss,
                meter.Accuracy,
                validation.Loss,
                validation.Accuracy,
                learningRate,
                clock.Elapsed.TotalSeconds
            )
        );
        if (_options.Patience > 0)
            _best.Offer(epoch, validation.Loss);
        _checkpoint?.Write(_history);
    }

    private void OpenCheckpoint()
    {
        if (_checkpoint is { Resumes: true })
        {
            _history.AddRange(_checkpoint.Read());
            _monitor.Verbose($"The run continues after epoch {Done} of {Last}, from '{_checkpoint.Path}'.");
        }
        else if (File.Exists(_options.CheckpointPath))
        {
            _monitor.Warning(
                $"The checkpoint '{_options.CheckpointPath}' is overwritten by a new run. To continue the old run, use {Option.Resume}."
            );
        }
        // Written before the first epoch too: a path that cannot be written to is told before an epoch is spent.
        _checkpoint?.Write(_history);
    }

    private void TakeStep(ReadOnlySpan<int> rows, in RunContext context, FitMeter meter, int epoch, long step, double learningRate)
    {
        using DisposeScope scope = NewDisposeScope();
        Batch batch = _loader.Load(rows);
        KeepWeights();
        Tensor output = _runner.Run(batch.Inputs, context, _distillation?.Observer);
        Tensor loss = _loss.Compute(output, batch.Targets);
        float value = loss.item<float>(),
            minimized = value;
        if (_distillation is not null)
        {
            loss = _distillation.Compute(loss, output, rows);
            minimized = loss.item<float>();
        }
        if (!float.IsFinite(minimized))
            throw TrainingErrors.Diverged(epoch, step + 1, minimized, learningRate);
        meter.Add(value, output, batch);
        _parameters.Gradient.zero_();
        loss.backward();
        using IDisposable _ = no_grad();
        PutWeightsBack();
        _parameters.MaskGradient();
        _hooks.AfterBackward?.Invoke();
        if (_options.L1 > 0)
            _parameters.DecayedGradient.Increase(_parameters.DecayedValue.sign(), _options.L1);
        foreach (GraphParameter scale in _slimmed)
            scale.Value.grad!.Increase(scale.Value.sign(), _options.BatchNormL1);
        if (_options.GradientClip > 0)
            ClipGradient();
        _optimizer.Step(learningRate, step - FirstStep + 1);
        _distillation?.Update(learningRate, step - FirstStep + 1);
        _hooks.AfterUpdate?.Invoke(learningRate);
        _parameters.ApplyMask();
    }

    private FitMeter MeasureValidation()
    {
        KeepWeights();
        FitMeter meter = _evaluator.Measure(_monitor.Cancellation);
        PutWeightsBack();
        return meter;
    }

    /// <summary>Lets the network be run with the effective weights until <see cref="PutWeightsBack"/>.</summary>
    private void KeepWeights()
    {
        if (_hooks.EffectiveWeights is null)
            return;
        using IDisposable _ = no_grad();
        _parameters.Keep();
        UseEffectiveWeights();
    }

    private void UseEffectiveWeights()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        _hooks.EffectiveWeights?.Apply(_graph);
    }

    private void PutWeightsBack()
    {
        if (_hooks.EffectiveWeights is null)
            return;
        using IDisposable _ = no_grad();
        _parameters.PutBack();
    }

    /// <summary>Scales the gradient down to the greatest norm that was asked for (Pascanu et al. 2013).</summary>
    private void ClipGradient()
    {
        double norm = _parameters.Gradient.norm().item<float>();
        if (norm > _options.GradientClip)
            _parameters.Gradient.Scale(_options.GradientClip / (norm + 1e-6));
    }

    private void BetweenSteps(Action callback)
    {
        using IDisposable _ = no_grad();
        callback();
        if (!_parameters.RefreshMask())
            return;
        _parameters.ApplyMask();
        _best.Forget();
    }

    /// <summary>The last step of an epoch has no later loss that would show that it diverged.</summary>
    private void CheckWeights(int epoch, double learningRate, FitMeter validation)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        bool isFinite =
            float.IsFinite(_parameters.Value.abs().max().item<float>())
            && !double.IsInfinity(validation.Loss)
            && (validation.Rows == 0 || double.IsFinite(validation.Loss));
        if (!isFinite)
            throw TrainingErrors.Diverged(
                epoch,
                (long)epoch * _batches.Count,
                validation.Rows == 0 ? double.NaN : validation.Loss,
                learningRate
            );
    }
}
