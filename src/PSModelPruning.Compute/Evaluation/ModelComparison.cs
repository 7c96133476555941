using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// What one model is worth and what it costs, and how that differs from a reference model. Figures that do not apply (accuracy of a
/// regression) are NaN. A change is this model's figure less the reference's; a ratio is this model's figure over the reference's.
/// </summary>
public sealed record ModelComparison
{
    private readonly ClassFigure[] _classFigures = [];
    private readonly string[] _remarks = [];

    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>Its family.</summary>
    public required string Kind { get; init; }

    /// <summary>What it predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The model that it is compared with.</summary>
    public required string Reference { get; init; }

    /// <summary>True for the reference itself.</summary>
    public bool IsReference { get; init; }

    /// <summary>The data set that the figures were measured on.</summary>
    public required string Dataset { get; init; }

    /// <summary>The partition whose rows were predicted.</summary>
    public PartitionName Partition { get; init; }

    /// <summary>Rows that were predicted.</summary>
    public int Rows { get; init; }

    /// <summary>The fraction of rows whose most probable class is the right one.</summary>
    public double Accuracy { get; init; } = double.NaN;

    /// <summary>In percentage points.</summary>
    public double AccuracyChange { get; init; } = double.NaN;

    /// <summary>Macro precision: the mean of the classes' precisions.</summary>
    public double Precision { get; init; } = double.NaN;

    /// <summary>In percentage points.</summary>
    public double PrecisionChange { get; init; } = double.NaN;

    /// <summary>Macro recall: the mean of the classes' recalls.</summary>
    public double Recall { get; init; } = double.NaN;

    /// <summary>In percentage points.</summary>
    public double RecallChange { get; init; } = double.NaN;

    /// <summary>Macro F1: the mean of the classes' F1 figures.</summary>
    public double F1 { get; init; } = double.NaN;

    /// <summary>In percentage points.</summary>
    public double F1Change { get; init; } = double.NaN;

    /// <summary>Mean cross-entropy in nats, or mean squared error in the target's units squared.</summary>
    public double Loss { get; init; } = double.NaN;

    /// <summary>In the loss's own units.</summary>
    public double LossChange { get; init; } = double.NaN;

    /// <summary>Root mean squared error in the target's units (regression).</summary>
    public double Rmse { get; init; } = double.NaN;

    /// <summary>In the target's units.</summary>
    public double RmseChange { get; init; } = double.NaN;

    /// <summary>Mean absolute error in the target's units (regression).</summary>
    public double Mae { get; init; } = double.NaN;

    /// <summary>In the target's units.</summary>
    public double MaeChange { get; init; } = double.NaN;

    /// <summary>Coefficient of determination (regression): 1 is perfect, 0 is no better than the mean.</summary>
    public double R2 { get; init; } = double.NaN;

    /// <summary>The difference of the two coefficients.</summary>
    public double R2Change { get; init; } = double.NaN;

    /// <summary>
    /// How probable a difference as great as this one is if both models are equally good (two-sided): McNemar's exact test on the rows that
    /// only one of them gets right; for regression a paired t-test on the squared errors. NaN for the reference, and where the two models
    /// were measured on different rows.
    /// </summary>
    public double PValue { get; init; } = double.NaN;

    /// <summary>
    /// How complex the model is, counted in <see cref="ComplexityUnit"/>: weights that are not zero, nodes, trees, prototypes, models.
    /// </summary>
    public long Complexity { get; init; }

    /// <summary>What <see cref="Complexity"/> counts, in the plural.</summary>
    public string ComplexityUnit { get; init; } = "";

    /// <summary>Complexity over the reference's; NaN where the two count different things.</summary>
    public double ComplexityRatio { get; init; } = double.NaN;

    /// <summary>Numbers that the model holds.</summary>
    public long Parameters { get; init; }

    /// <summary>Parameters over the reference's.</summary>
    public double ParametersRatio { get; init; } = double.NaN;

    /// <summary>Numbers that are not zero.</summary>
    public long NonzeroParameters { get; init; }

    /// <summary>Nonzero parameters over the reference's.</summary>
    public double NonzeroParametersRatio { get; init; } = double.NaN;

    /// <summary>
    /// The fraction of prunable weights that are zero; for other families of the original model's nodes, trees, prototypes or members that
    /// are gone.
    /// </summary>
    public double Sparsity { get; init; }

    /// <summary>In percentage points.</summary>
    public double SparsityChange { get; init; }

    /// <summary>In which numbers a network's weights are stored: float32, Int8, Codebook 5 bit; empty for other families.</summary>
    public string NumberFormat { get; init; } = "";

    /// <summary>Bytes of the parameters stored densely.</summary>
    public long StoredBytes { get; init; }

    /// <summary>Stored bytes over the reference's.</summary>
    public double StoredBytesRatio { get; init; } = double.NaN;

    /// <summary>Bytes of the parameters as a model file holds them: sparse tensors packed, quantized numbers in their few bits.</summary>
    public long PackedBytes { get; init; }

    /// <summary>Packed bytes over the reference's.</summary>
    public double PackedBytesRatio { get; init; } = double.NaN;

    /// <summary>Multiply-accumulates to predict one row; 0 for families that only compare.</summary>
    public long MultiplyAccumulates { get; init; }

    /// <summary>Multiply-accumulates over the reference's.</summary>
    public double MultiplyAccumulatesRatio { get; init; } = double.NaN;

    /// <summary>Rows of one timed call.</summary>
    public int LatencyBatchSize { get; init; }

    /// <summary>Timed calls.</summary>
    public int LatencyRuns { get; init; }

    /// <summary>The median duration of a call.</summary>
    public double LatencyP50Milliseconds { get; init; } = double.NaN;

    /// <summary>The duration that 95 % of the calls do not exceed.</summary>
    public double LatencyP95Milliseconds { get; init; } = double.NaN;

    /// <summary>The 95 % latency over the reference's.</summary>
    public double LatencyP95Ratio { get; init; } = double.NaN;

    /// <summary>How many times faster than the reference: its median latency over this model's.</summary>
    public double SpeedUp { get; init; } = double.NaN;

    /// <summary>Rows by right class (first index) and predicted class (second), in the order of <see cref="ClassFigures"/>.</summary>
    public int[][] ConfusionMatrix { get; init; } = [];

    /// <summary>Precision, recall and F1 of each class.</summary>
    public IReadOnlyList<ClassFigure> ClassFigures
    {
        get => _classFigures;
        init => _classFigures = value.ToArray();
    }

    /// <summary>What should be known to read the figures right, a sentence each; empty where nothing is amiss.</summary>
    public IReadOnlyList<string> Remarks
    {
        get => _remarks;
        init => _remarks = value.ToArray();
    }

    /// <summary>The remarks with their references to options, so that a caller can name those in its own words.</summary>
    internal IReadOnlyList<ComputeMessage> RemarkMessages { get; init; } = [];

    /// <summary>The comparison with its remarks in the words of a layer.</summary>
    internal ModelComparison In(MessageWording wording) => this with { Remarks = [.. RemarkMessages.Select(remark => remark.In(wording))] };
}
