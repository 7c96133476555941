using PSModelPruning.Compute.Training.Optimizers;

namespace PSModelPruning.Compute.Training;

/// <summary>
/// What is chosen where the user chose nothing. The aim is a good model without tuning in a time that a person waits: small data gets more
/// epochs, large data larger batches, and where there are validation rows training stops when they no longer gain.
/// </summary>
internal static class TrainingDefaults
{
    // Rows seen over a run; with the batch sizes below some thousand steps, after which Adam with a cosine has converged on tables and
    // small images.
    private const double RowsToSee = 600_000;
    private const int FewestEpochs = 10;
    private const int UsualMostEpochs = 60;

    // A hundred rows give four steps an epoch; sixty epochs of those would stop in the middle of the way.
    private const int FewestSteps = 1_200;
    private const int MostEpochs = 300;

    /// <summary>The preset for a data set: a convolutional network for images large enough for it, else a multilayer perceptron.</summary>
    internal static string Preset(Dataset dataset) =>
        dataset.InputShape.Count == 3 && dataset.InputShape[1] >= 8 && dataset.InputShape[2] >= 8 ? "ConvNet" : "Mlp";

    /// <summary>The options for a data set.</summary>
    /// <param name="dataset">What is learned from.</param>
    /// <param name="kind">See <see cref="ModelKindCatalog"/>.</param>
    /// <param name="optimizer">The optimizer that the user chose; null for the default one.</param>
    /// <param name="batchSize">The batch size that the user chose; null for the default one.</param>
    /// <param name="epochs">The epochs that the user chose; null for the default number.</param>
    internal static TrainingOptions For(Dataset dataset, string kind, string? optimizer = null, int? batchSize = null, int? epochs = null)
    {
        int rows = dataset.TrainingRows;
        bool isLinear = kind.Equals(ModelKindCatalog.Linear, StringComparison.OrdinalIgnoreCase);
        int batch = batchSize
            ?? (
                rows < 5_000 ? 32
                : rows < 50_000 ? 64
                : 128
            );
        int most = epochs ?? Epochs(Math.Max(rows, 1), batch);
        string chosen = optimizer ?? "Adam";
        return new TrainingOptions
        {
            Epochs = most,
            BatchSize = batch,
            Optimizer = chosen,
            LearningRate = isLinear ? OptimizerCatalog.DefaultLinearLearningRate(chosen) : OptimizerCatalog.DefaultLearningRate(chosen),
            Schedule = "Cosine",
            Patience = dataset.ValidationRows > 0 ? Math.Max(5, most / 3) : 0,
        };
    }

    private static int Epochs(int rows, int batch)
    {
        int usual = (int)Math.Clamp(Math.Round(RowsToSee / rows), FewestEpochs, UsualMostEpochs);
        int steps = (rows + batch - 1) / batch;
        return Math.Clamp((FewestSteps + steps - 1) / steps, usual, MostEpochs);
    }
}
