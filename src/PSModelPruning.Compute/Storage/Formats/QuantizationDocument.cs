namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>In how few bits a network is stored and why, as <c>model.json</c> holds it. See <see cref="QuantizationReport"/>.</summary>
internal sealed record QuantizationDocument
{
    public required string Scheme { get; init; }

    public int Bits { get; init; }

    public string Calibration { get; init; } = "None";

    public int CalibrationRows { get; init; }

    public int Epochs { get; init; }

    public double MeanSquaredError { get; init; }

    public double ScoreBefore { get; init; } = double.NaN;

    public double ScoreQuantized { get; init; } = double.NaN;

    public double ScoreAfter { get; init; } = double.NaN;

    public IReadOnlyList<QuantizedLayerDocument> Layers { get; init; } = [];

    public IReadOnlyList<QuantizedActivationDocument> Activations { get; init; } = [];

    /// <summary>Whether a list or an entry of one is null.</summary>
    internal bool IsIncomplete =>
        Layers is null || Layers.Any(layer => layer is null) || Activations is null || Activations.Any(activation => activation is null);

    internal static QuantizationDocument Of(QuantizationReport report) =>
        new()
        {
            Scheme = report.Scheme,
            Bits = report.Bits,
            Calibration = report.Calibration,
            CalibrationRows = report.CalibrationRows,
            Epochs = report.Epochs,
            MeanSquaredError = report.MeanSquaredError,
            ScoreBefore = report.ScoreBefore,
            ScoreQuantized = report.ScoreQuantized,
            ScoreAfter = report.ScoreAfter,
            Layers = [.. report.Layers.Select(QuantizedLayerDocument.Of)],
            Activations = [.. report.Activations.Select(QuantizedActivationDocument.Of)],
        };

    internal QuantizationReport ToReport() =>
        new()
        {
            Scheme = Scheme,
            Bits = Bits,
            Calibration = Calibration,
            CalibrationRows = CalibrationRows,
            Epochs = Epochs,
            MeanSquaredError = MeanSquaredError,
            ScoreBefore = ScoreBefore,
            ScoreQuantized = ScoreQuantized,
            ScoreAfter = ScoreAfter,
            Layers = [.. Layers.Select(layer => layer.ToLayer())],
            Activations = [.. Activations.Select(activation => activation.ToActivation())],
        };
}

/// <summary>The quantized weights of a layer. See <see cref="QuantizedLayer"/>.</summary>
internal sealed record QuantizedLayerDocument(
    string Layer,
    string Parameter,
    long Weights,
    int Bits,
    int Scales,
    double MeanSquaredError,
    double SignalToNoise
)
{
    internal static QuantizedLayerDocument Of(QuantizedLayer layer) =>
        new(layer.Layer, layer.Parameter, layer.Weights, layer.Bits, layer.Scales, layer.MeanSquaredError, layer.SignalToNoise);

    internal QuantizedLayer ToLayer() => new(Layer, Parameter, Weights, Bits, Scales, MeanSquaredError, SignalToNoise);
}

/// <summary>A quantized activation. See <see cref="QuantizedActivation"/>.</summary>
internal sealed record QuantizedActivationDocument(string Name, float Minimum, float Maximum, float Scale, int ZeroPoint)
{
    internal static QuantizedActivationDocument Of(QuantizedActivation activation) =>
        new(activation.Name, activation.Minimum, activation.Maximum, activation.Scale, activation.ZeroPoint);

    internal QuantizedActivation ToActivation() => new(Name, Minimum, Maximum, Scale, ZeroPoint);
}
