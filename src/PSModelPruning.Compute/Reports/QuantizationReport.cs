namespace PSModelPruning.Compute;

/// <summary>In which numbers a network is stored after quantizing, how they were chosen, and what they cost.</summary>
public sealed record QuantizationReport
{
    private readonly QuantizedLayer[] _layers = [];
    private readonly QuantizedActivation[] _activations = [];

    /// <summary>The scheme: Int8, Int4, Float16, BFloat16, Codebook.</summary>
    public required string Scheme { get; init; }

    /// <summary>The most bits of a weight.</summary>
    public int Bits { get; init; }

    /// <summary>
    /// How the ranges of activations were found: MinMax, Percentile, MeanSquaredError; None where activations stay float32.
    /// </summary>
    public string Calibration { get; init; } = "None";

    /// <summary>Training rows that the ranges were found on.</summary>
    public int CalibrationRows { get; init; }

    /// <summary>Epochs of training with quantized numbers.</summary>
    public int Epochs { get; init; }

    /// <summary>The mean of the squared differences that quantizing made to the weights, of all layers together.</summary>
    public double MeanSquaredError { get; init; }

    /// <summary>The score on the validation partition before quantizing, after pruning; NaN where there is none.</summary>
    public double ScoreBefore { get; init; } = double.NaN;

    /// <summary>The score after quantizing and before training with quantized numbers.</summary>
    public double ScoreQuantized { get; init; } = double.NaN;

    /// <summary>The score at the end.</summary>
    public double ScoreAfter { get; init; } = double.NaN;

    /// <summary>What happened to each layer with weights.</summary>
    public IReadOnlyList<QuantizedLayer> Layers
    {
        get => _layers;
        init => _layers = value.ToArray();
    }

    /// <summary>The activations that are whole numbers; empty where they stay float32.</summary>
    public IReadOnlyList<QuantizedActivation> Activations
    {
        get => _activations;
        init => _activations = value.ToArray();
    }

    /// <summary>The scheme in a line: <c>Int8, 8 bits, activations by MinMax over 1024 rows, 2 epochs of training</c>.</summary>
    public override string ToString() =>
        string.Join(
            ", ",
            new[]
            {
                Scheme,
                FormattableString.Invariant($"{Bits} bits"),
                Scheme != "Int8" ? ""
                : Activations.Count == 0 ? "weights only"
                : FormattableString.Invariant($"activations by {Calibration} over {CalibrationRows:N0} rows"),
                Epochs == 0 ? "" : FormattableString.Invariant($"{Epochs} {(Epochs == 1 ? "epoch" : "epochs")} of training"),
            }.Where(part => part.Length > 0)
        );
}
