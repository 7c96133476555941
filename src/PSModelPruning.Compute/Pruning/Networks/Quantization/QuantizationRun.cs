using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Inference;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Quantization.Calibration;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// Quantizes graphs of one model: folds BatchNormalization where activations become whole numbers, calibrates them, encodes the weights,
/// and trains with the quantized numbers where that was asked for. Used under the training lock, on one thread.
/// </summary>
internal sealed class QuantizationRun
{
    /// <summary>Decides the order of rows: other than that of any fine-tuning of the same seed.</summary>
    private const int SeedStep = 7919;

    /// <summary>The greatest learning rate of training with quantized numbers where none is given.</summary>
    private const double UsualLearningRate = 3e-4;

    private readonly NetworkModel _model;
    private readonly Dataset? _dataset;
    private readonly PruningOptions _options;
    private readonly IWorkMonitor _monitor;
    private readonly Quantizer _quantizer;
    private readonly CalibrationMethod? _calibration;
    private readonly CalibrationRows? _rows;
    private readonly TrainingData? _data;

    /// <param name="model">The model whose graphs are quantized.</param>
    /// <param name="dataset">The data as the model reads it; null where there is none.</param>
    /// <param name="options">How; a scheme is named.</param>
    /// <param name="monitor">Progress, decisions and cancellation.</param>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>: what was asked for needs data.</exception>
    internal QuantizationRun(NetworkModel model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        _model = model;
        _dataset = dataset;
        _options = options;
        _monitor = monitor;
        _quantizer = QuantizerCatalog.Get(options.Quantization.Quantize!);
        _data = dataset is null ? null : TrainingData.For(model, dataset);
        if (_data is null && options.Quantization.QuantizeEpochs > 0)
            throw PruningErrors.DatasetMissing(model, "training with quantized numbers");
        _calibration = Calibration();
        if (_calibration is not null)
            _rows = new CalibrationRows(
                _data!,
                new TrainingOptions(),
                model.Graph.InputShape,
                options.Network.BatchRows,
                options.Seed
            ).First(ActivationCalibration.MostRows);
    }

    /// <summary>Quantizes a graph.</summary>
    /// <param name="graph">A graph in float32; taken over, also where this fails.</param>
    /// <param name="trains">False leaves out the training: what a plan and a cheap search do.</param>
    /// <param name="activity">What progress calls it.</param>
    internal QuantizedNetwork Quantize(Graph graph, bool trains, string activity)
    {
        try
        {
            double before = trains ? Score(graph) : double.NaN;
            if (_quantizer.QuantizesActivations)
                Exchange(ref graph, BatchNormFolding.Fold(graph));
            IReadOnlyList<QuantizedActivation> activations = [];
            if (_calibration is not null)
            {
                (Graph calibrated, activations) = ActivationCalibration.Apply(
                    graph,
                    _rows!,
                    _calibration,
                    _options.Quantization,
                    _monitor.Cancellation
                );
                Exchange(ref graph, calibrated);
            }
            var weights = new WeightQuantization(graph, _quantizer, _options.Quantization, _options.Seed);
            if (weights.Layers.Count == 0)
                throw QuantizationErrors.NothingToQuantize(_model);
            weights.Encode();
            EstimateStatistics(graph);
            double quantized = trains ? Score(graph) : double.NaN,
                after = quantized;
            IReadOnlyList<TrainingEpoch> epochs = [];
            if (trains && _options.Quantization.QuantizeEpochs > 0)
            {
                epochs = Train(graph, weights, activity);
                after = Score(graph);
            }
            var report = new QuantizationReport
            {
                Scheme = _quantizer.Name,
                Bits = weights.Layers.Max(layer => layer.Bits),
                Calibration = _calibration?.Name ?? CalibrationCatalog.None,
                CalibrationRows = _rows?.Count ?? 0,
                Epochs = epochs.Count,
                MeanSquaredError = weights.MeanSquaredError,
                ScoreBefore = before,
                ScoreQuantized = quantized,
                ScoreAfter = after,
                Layers = weights.Layers,
                Activations = activations,
            };
            Tell(report);
            return new QuantizedNetwork(graph, after, report, epochs);
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>The score on the validation partition; NaN where there is none.</summary>
    internal double Score(Graph graph) =>
        _dataset is null || _dataset.ValidationRows == 0
            ? double.NaN
            : ModelEvaluator
                .Evaluate(
                    new NetworkModel(_model.Describe() with { Dataset = _dataset }, graph, _model.Kind),
                    _dataset,
                    PartitionName.Validation,
                    _monitor
                )
                .Score;

    private CalibrationMethod? Calibration()
    {
        string? name = _options.Quantization.Calibration;
        if (!_quantizer.QuantizesActivations || CalibrationCatalog.None.Equals(name, StringComparison.OrdinalIgnoreCase))
            return null;
        if (_data is not null && _data.Training.RowCount > 0)
            return name is not null ? CalibrationCatalog.Get(name) : CalibrationCatalog.Default;
        if (name is not null)
            throw PruningErrors.DatasetMissing(_model, $"{Option.Calibration.Is(CalibrationCatalog.Get(name).Name)}");
        _monitor.Warning(
            $"'{_model.Name}' has no training rows to determine the ranges of activations, so only weights are quantized. "
                + $"Specify data with {Option.Dataset}, or use {Option.Calibration.Is("None")}."
        );
        return null;
    }

    /// <summary>
    /// Weights that moved a little shift what arrives at BatchNormalization; half precision moves them too little to matter, and encodes
    /// the statistics themselves.
    /// </summary>
    private void EstimateStatistics(Graph graph)
    {
        if (_dataset is not null && !_quantizer.EncodesEverything)
            BatchNormStatistics.Estimate(graph, _dataset.Training, seed: _options.Seed, cancellation: _monitor.Cancellation);
    }

    private IReadOnlyList<TrainingEpoch> Train(Graph graph, WeightQuantization weights, string activity)
    {
        QuantizationOptions quantization = _options.Quantization;
        TrainingOptions options = FineTuningObjective.For(
            new TrainingOptions
            {
                Epochs = quantization.QuantizeEpochs ?? 0,
                BatchSize = _options.Network.BatchRows,
                LearningRate = quantization.QuantizeLearningRate ?? UsualLearningRate,
                Optimizer = "Adam",
                Schedule = "Cosine",
                Seed = unchecked(_options.Seed * 31 + SeedStep),
                Threads = _options.Threads,
            },
            _model,
            _data!.Training,
            _options.Network
        );
        activity = $"{activity}: training with {_quantizer.Name} numbers";
        if (_quantizer.TrainsSharedNumbers)
        {
            using var shared = new SharedNumbers(graph);
            IReadOnlyList<TrainingEpoch> epochs = NetworkTrainer.Train(
                graph,
                _data!,
                options,
                _monitor,
                new TrainingHooks { Activity = activity, AfterBackward = shared.ShareGradients }
            );
            shared.Encode();
            EstimateStatistics(graph);
            return epochs;
        }
        weights.PutBack();
        var rounded = new RoundedWeights(weights);
        IReadOnlyList<TrainingEpoch> history = NetworkTrainer.Train(
            graph,
            _data!,
            options,
            _monitor,
            new TrainingHooks
            {
                Activity = activity,
                BeforeEpoch = _ => rounded.Fit(),
                EffectiveWeights = rounded,
            }
        );
        weights.SetEncodings();
        EstimateStatistics(graph);
        return history;
    }

    private void Tell(QuantizationReport report)
    {
        foreach (QuantizedLayer layer in report.Layers)
            _monitor.Verbose(
                $"Layer '{layer.Layer}': {layer.Bits} bits, mean squared error {layer.MeanSquaredError:G3}, signal to noise "
                    + $"{layer.SignalToNoise:0.0} dB."
            );
        if (!double.IsNaN(report.ScoreAfter))
            _monitor.Verbose(
                $"{report}: validation score {report.ScoreBefore:0.0000} before, {report.ScoreQuantized:0.0000} quantized, "
                    + $"{report.ScoreAfter:0.0000} at the end."
            );
    }

    private static void Exchange(ref Graph graph, Graph next)
    {
        if (ReferenceEquals(graph, next))
            return;
        graph.Dispose();
        graph = next;
    }
}
