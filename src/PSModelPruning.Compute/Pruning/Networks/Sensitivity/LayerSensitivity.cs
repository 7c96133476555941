using System.Globalization;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// What a network loses when one layer alone (or layers whose channels are coupled) is pruned, without fine-tuning. Scores are accuracy, or
/// R² for regression.
/// </summary>
public sealed record LayerSensitivity
{
    private readonly NameList _layers = new([]);

    /// <summary>The name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>The layer's name; for layers that lose their channels together the first one's and how many more.</summary>
    public required string Layer { get; init; }

    /// <summary>The names of the layers, in the network's order; one, unless channels are coupled.</summary>
    public required IReadOnlyList<string> Layers
    {
        get => _layers;
        init => _layers = new NameList(value);
    }

    /// <summary>What scored: Magnitude, Taylor …</summary>
    public required string Method { get; init; }

    /// <summary>What goes at a time: Element, Channel …</summary>
    public required string Granularity { get; init; }

    /// <summary>What is counted: weight, channel, neuron.</summary>
    public required string Unit { get; init; }

    /// <summary>The fraction of the layer's original units that is gone, 0 to 1.</summary>
    public required double Sparsity { get; init; }

    /// <summary>Units that the layer had in the original model.</summary>
    public required long Units { get; init; }

    /// <summary>Units that stay.</summary>
    public required long Kept { get; init; }

    /// <summary>The score of the model as it is.</summary>
    public required double ScoreBefore { get; init; }

    /// <summary>The score with the layer pruned.</summary>
    public required double Score { get; init; }

    /// <summary>What is lost: 0.01 is one percentage point of accuracy; negative where the score rises.</summary>
    public double Drop => ScoreBefore - Score;

    /// <summary>Nonzero parameters of the whole network that are gone.</summary>
    public required long ParametersGone { get; init; }

    /// <summary>Multiply-accumulates of one row that are gone. Zeros among the weights save none.</summary>
    public required long MultiplyAccumulatesGone { get; init; }

    /// <summary>The rows that were scored: Validation, Test or Training.</summary>
    public required PartitionName Partition { get; init; }

    /// <summary>The seed of everything random.</summary>
    public int Seed { get; init; }

    /// <summary>The point in a line: <c>fc1: 90.0 % gone, score 0.9222 (-0.0056)</c>.</summary>
    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Layer}: {Sparsity * 100:0.0} % gone, score {Score:0.0000} ({-Drop:+0.0000;-0.0000;0.0000})"
        );
}
