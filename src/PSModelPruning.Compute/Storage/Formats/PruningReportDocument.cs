namespace PSModelPruning.Compute.Storage.Formats;

/// <summary>What pruning did, as <c>model.json</c> holds it. See <see cref="PruningReport"/>.</summary>
internal sealed record PruningReportDocument
{
    public required string Method { get; init; }

    public required string Granularity { get; init; }

    public required string Schedule { get; init; }

    public required string Scope { get; init; }

    public required string Target { get; init; }

    public double Sparsity { get; init; }

    public int FineTuneEpochs { get; init; }

    public int Seed { get; init; }

    public double ScoreBefore { get; init; } = double.NaN;

    public double ScoreAfter { get; init; } = double.NaN;

    public long ParametersBefore { get; init; }

    public long ParametersAfter { get; init; }

    public long NonzeroParametersAfter { get; init; }

    public long MultiplyAccumulatesBefore { get; init; }

    public long MultiplyAccumulatesAfter { get; init; }

    public long BytesBefore { get; init; }

    public long BytesAfter { get; init; }

    public IReadOnlyList<PruningLayerDocument> Layers { get; init; } = [];

    public IReadOnlyList<PruningRoundDocument> Rounds { get; init; } = [];

    public IReadOnlyList<FeatureDropDocument> DroppedFeatures { get; init; } = [];

    public IReadOnlyList<SubmodelTrialDocument> Trials { get; init; } = [];

    public QuantizationDocument? Quantization { get; init; }

    /// <summary>Whether a member that a report needs is null.</summary>
    internal bool IsIncomplete =>
        Layers is null
        || Layers.Any(layer => layer is null)
        || Rounds is null
        || Rounds.Any(round => round is null)
        || DroppedFeatures is null
        || DroppedFeatures.Any(drop => drop?.Feature is null || drop.Reason is null)
        || Trials is null
        || Trials.Any(trial => trial?.Kind is null || trial.Description is null || trial.ComplexityUnit is null || trial.Verdict is null)
        || Quantization is { IsIncomplete: true };

    internal static PruningReportDocument Of(PruningReport report) =>
        new()
        {
            Method = report.Method,
            Granularity = report.Granularity,
            Schedule = report.Schedule,
            Scope = report.Scope,
            Target = report.Target,
            Sparsity = report.Sparsity,
            FineTuneEpochs = report.FineTuneEpochs,
            Seed = report.Seed,
            ScoreBefore = report.ScoreBefore,
            ScoreAfter = report.ScoreAfter,
            ParametersBefore = report.ParametersBefore,
            ParametersAfter = report.ParametersAfter,
            NonzeroParametersAfter = report.NonzeroParametersAfter,
            MultiplyAccumulatesBefore = report.MultiplyAccumulatesBefore,
            MultiplyAccumulatesAfter = report.MultiplyAccumulatesAfter,
            BytesBefore = report.BytesBefore,
            BytesAfter = report.BytesAfter,
            Layers = [.. report.Layers.Select(PruningLayerDocument.Of)],
            Rounds = [.. report.Rounds.Select(PruningRoundDocument.Of)],
            DroppedFeatures = [.. report.DroppedFeatures.Select(FeatureDropDocument.Of)],
            Trials = [.. report.Trials.Select(SubmodelTrialDocument.Of)],
            Quantization = report.Quantization is { } quantization ? QuantizationDocument.Of(quantization) : null,
        };

    internal PruningReport ToReport() =>
        new()
        {
            Method = Method,
            Granularity = Granularity,
            Schedule = Schedule,
            Scope = Scope,
            Target = Target,
            Sparsity = Sparsity,
            FineTuneEpochs = FineTuneEpochs,
            Seed = Seed,
            ScoreBefore = ScoreBefore,
            ScoreAfter = ScoreAfter,
            ParametersBefore = ParametersBefore,
            ParametersAfter = ParametersAfter,
            NonzeroParametersAfter = NonzeroParametersAfter,
            MultiplyAccumulatesBefore = MultiplyAccumulatesBefore,
            MultiplyAccumulatesAfter = MultiplyAccumulatesAfter,
            BytesBefore = BytesBefore,
            BytesAfter = BytesAfter,
            Layers = [.. Layers.Select(layer => layer.ToLayer())],
            Rounds = [.. Rounds.Select(round => round.ToRound())],
            DroppedFeatures = [.. DroppedFeatures.Select(drop => drop.ToDrop())],
            Trials = [.. Trials.Select(trial => trial.ToTrial())],
            Quantization = Quantization?.ToReport(),
        };
}

/// <summary>A step of the schedule. See <see cref="PruningRound"/>.</summary>
internal sealed record PruningRoundDocument(int Round, double Sparsity, double ScorePruned, double ScoreTuned)
{
    internal static PruningRoundDocument Of(PruningRound round) => new(round.Round, round.Sparsity, round.ScorePruned, round.ScoreTuned);

    internal PruningRound ToRound() => new(Round, Sparsity, ScorePruned, ScoreTuned);
}

/// <summary>A feature that went. See <see cref="FeatureDrop"/>.</summary>
internal sealed record FeatureDropDocument(string Feature, int Order, string Reason, double Importance, double Score)
{
    internal static FeatureDropDocument Of(FeatureDrop drop) => new(drop.Feature, drop.Order, drop.Reason, drop.Importance, drop.Score);

    internal FeatureDrop ToDrop() => new(Feature, Order, Reason, Importance, Score);
}

/// <summary>A simple model that was tried. See <see cref="SubmodelTrial"/>.</summary>
internal sealed record SubmodelTrialDocument(
    string Kind,
    string Description,
    long Complexity,
    string ComplexityUnit,
    double Score,
    double Fidelity,
    bool Chosen,
    string Verdict
)
{
    internal static SubmodelTrialDocument Of(SubmodelTrial trial) =>
        new(
            trial.Kind,
            trial.Description,
            trial.Complexity,
            trial.ComplexityUnit,
            trial.Score,
            trial.Fidelity,
            trial.Chosen,
            trial.Verdict
        );

    internal SubmodelTrial ToTrial() => new(Kind, Description, Complexity, ComplexityUnit, Score, Fidelity, Chosen, Verdict);
}
