using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Training.Optimizers;

namespace PSModelPruning.Compute.Training;

/// <summary>What options, data and network must satisfy before anything is touched.</summary>
internal static class TrainingRules
{
    /// <exception cref="ComputeException">Something does not fit; the message says what and what would.</exception>
    internal static void Check(Graph graph, TrainingData data, TrainingOptions options)
    {
        CheckOptions(options);
        if (data.Training.RowCount == 0)
            throw TrainingErrors.NoTrainingRows();
        if (options.Patience > 0 && data.Validation.RowCount == 0)
            throw TrainingErrors.NoValidationRows();
        CheckClassWeights(data, options);
        CheckShapes(graph, data);
        if (options.BatchNormL1 > 0 && !graph.ChannelScales().Any())
            throw TrainingErrors.BatchNormMissing();
        int smallestBatch = Math.Min(options.BatchSize, data.Training.RowCount);
        if (smallestBatch < 2 && graph.Nodes.Any(node => node.Operator.UsesBatchStatistics))
            throw TrainingErrors.BatchTooSmall(smallestBatch);
    }

    private static void CheckOptions(TrainingOptions options)
    {
        Require(nameof(options.Epochs), options.Epochs, options.Epochs >= 1, "at least 1");
        Require(nameof(options.BatchSize), options.BatchSize, options.BatchSize >= 1, "at least 1");
        Require(
            nameof(options.LearningRate),
            options.LearningRate,
            options.LearningRate > 0 && double.IsFinite(options.LearningRate),
            "a number above 0"
        );
        Require(nameof(options.Momentum), options.Momentum ?? 0, options.Momentum is null or >= 0 and < 1, "from 0 to below 1");
        Require(nameof(options.WeightDecay), options.WeightDecay, NotNegative(options.WeightDecay), "0 or more");
        Require(nameof(options.L1), options.L1, NotNegative(options.L1), "0 or more");
        Require(nameof(options.BatchNormL1), options.BatchNormL1, NotNegative(options.BatchNormL1), "0 or more");
        Require(nameof(options.LabelSmoothing), options.LabelSmoothing, options.LabelSmoothing is >= 0 and < 1, "from 0 to below 1");
        Require(
            nameof(options.WarmupEpochs),
            options.WarmupEpochs,
            options.WarmupEpochs >= 0 && options.WarmupEpochs < options.Epochs,
            $"from 0 to below the number of epochs, {options.Epochs}"
        );
        Require(nameof(options.Patience), options.Patience, options.Patience >= 0, "0 or more");
        Require(nameof(options.GradientClip), options.GradientClip, NotNegative(options.GradientClip), "0 or more");
        Require(nameof(options.Threads), options.Threads, options.Threads >= 0, "0 or more");
        if (options.Resume && string.IsNullOrEmpty(options.CheckpointPath))
            throw TrainingErrors.ResumeWithoutPath();
        if (options.Nesterov && (options.Momentum ?? OptimizerCatalog.DefaultMomentum(options.Optimizer)) == 0)
            throw TrainingErrors.NesterovNeedsMomentum(options.Optimizer);
    }

    private static bool NotNegative(double value) => value >= 0 && double.IsFinite(value);

    private static void Require(string option, double value, bool isRight, string range)
    {
        if (!isRight)
            throw TrainingErrors.OptionOutOfRange(option, value, range);
    }

    private static void CheckClassWeights(TrainingData data, TrainingOptions options)
    {
        if (options.ClassWeights.Count == 0)
            return;
        if (data.Task != LearningTask.Classification || options.ClassWeights.Count != data.ClassCount)
            throw TrainingErrors.ClassWeightsDoNotFit(options.ClassWeights.Count, data.ClassCount);
        foreach (double weight in options.ClassWeights)
        {
            if (!NotNegative(weight))
                throw TrainingErrors.ClassWeightNotPositive(weight);
        }
        if (options.ClassWeights.All(w => w == 0))
            throw TrainingErrors.ClassWeightNotPositive(0);
    }

    private static void CheckShapes(Graph graph, TrainingData data)
    {
        int inputs = graph.InputShape.Aggregate(1, (product, size) => product * size);
        if (inputs != data.Training.Width)
            throw TrainingErrors.ShapeDoesNotFit(inputs, data.Training.Width);
        long[] output = graph.InferShapes()[graph.OutputName];
        int expected = data.Task == LearningTask.Classification ? data.ClassCount : 1;
        if (output.Length != 2 || output[1] != expected)
            throw TrainingErrors.OutputsDoNotFit(output[^1], expected);
    }
}
