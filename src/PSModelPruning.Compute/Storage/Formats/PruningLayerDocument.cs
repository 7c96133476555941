namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>What pruning did to a layer, as <c>model.json</c> holds it. See <see cref="PruningLayer"/>.</summary>
internal sealed record PruningLayerDocument
{
    public required string Layer { get; init; }

    public required string Operator { get; init; }

    public required string Unit { get; init; }

    public long Original { get; init; }

    public long Before { get; init; }

    public long Kept { get; init; }

    public long ParametersBefore { get; init; }

    public long ParametersAfter { get; init; }

    public long MultiplyAccumulatesBefore { get; init; }

    public long MultiplyAccumulatesAfter { get; init; }

    public long BytesBefore { get; init; }

    public long BytesAfter { get; init; }

    public int? Bits { get; init; }

    public double? MeanSquaredError { get; init; }

    public string? Reason { get; init; }

    internal static PruningLayerDocument Of(PruningLayer layer) =>
        new()
        {
            Layer = layer.Layer,
            Operator = layer.Operator,
            Unit = layer.Unit,
            Original = layer.Original,
            Before = layer.Before,
            Kept = layer.Kept,
            ParametersBefore = layer.ParametersBefore,
            ParametersAfter = layer.ParametersAfter,
            MultiplyAccumulatesBefore = layer.MultiplyAccumulatesBefore,
            MultiplyAccumulatesAfter = layer.MultiplyAccumulatesAfter,
            BytesBefore = layer.BytesBefore,
            BytesAfter = layer.BytesAfter,
            Bits = layer.Bits,
            MeanSquaredError = layer.MeanSquaredError,
            Reason = layer.Reason,
        };

    internal PruningLayer ToLayer() =>
        new()
        {
            Layer = Layer,
            Operator = Operator,
            Unit = Unit,
            Original = Original,
            Before = Before,
            Kept = Kept,
            ParametersBefore = ParametersBefore,
            ParametersAfter = ParametersAfter,
            MultiplyAccumulatesBefore = MultiplyAccumulatesBefore,
            MultiplyAccumulatesAfter = MultiplyAccumulatesAfter,
            BytesBefore = BytesBefore,
            BytesAfter = BytesAfter,
            Bits = Bits,
            MeanSquaredError = MeanSquaredError,
            Reason = Reason,
        };
}
