using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// The options that messages refer to. A message that is about a single option of one record can also use
/// <c>new OptionName(nameof(TheOptions.TheOption))</c>.
/// </summary>
internal static class Option
{
    internal static OptionName Alpha => Named();

    internal static OptionName Balance => Named();

    internal static OptionName BatchNormL1 => Named();

    internal static OptionName BatchSize => Named();

    internal static OptionName BlockSize => Named();

    internal static OptionName Calibration => Named();

    internal static OptionName CheckpointPath => Named();

    internal static OptionName ClassWeight => Named();

    internal static OptionName ColumnType => Named();

    internal static OptionName Comment => Named();

    internal static OptionName Culture => Named();

    internal static OptionName Classes => Named();

    internal static OptionName Dataset => Named();

    internal static OptionName DateFormat => Named();

    internal static OptionName Delimiter => Named();

    internal static OptionName Device => Named();

    internal static OptionName Distance => Named();

    internal static OptionName DistillationWeight => Named();

    internal static OptionName Encoding => Named();

    internal static OptionName ExcludeFeature => Named();

    internal static OptionName ExcludeLayer => Named();

    internal static OptionName Feature => Named();

    internal static OptionName FineTuneEpochs => Named();

    internal static OptionName Fold => Named();

    internal static OptionName Force => Named();

    internal static OptionName Format => Named();

    internal static OptionName GradientClip => Named();

    internal static OptionName Granularity => Named();

    internal static OptionName GroupColumn => Named();

    internal static OptionName Header => Named();

    internal static OptionName Keep => Named();

    internal static OptionName KeepFeature => Named();

    internal static OptionName Kind => Named();

    internal static OptionName LatencyBatchSize => Named();

    internal static OptionName LayerSparsity => Named();

    internal static OptionName Layers => Named();

    internal static OptionName LearningRate => Named();

    internal static OptionName Leaves => Named();

    internal static OptionName Like => Named();

    internal static OptionName Loss => Named();

    internal static OptionName MatchLayer => Named();

    internal static OptionName MatchWeight => Named();

    internal static OptionName MaxAccuracyDrop => Named();

    internal static OptionName MaxBins => Named();

    internal static OptionName MaxCategories => Named();

    internal static OptionName MaxFeatures => Named();

    internal static OptionName MaxLatencyMs => Named();

    internal static OptionName MaxLayerSparsity => Named();

    internal static OptionName MaxMacs => Named();

    internal static OptionName MaxSizeKB => Named();

    internal static OptionName Method => Named();

    internal static OptionName MinClassRows => Named();

    internal static OptionName MinImpurityDecrease => Named();

    internal static OptionName MinLeafSamples => Named();

    internal static OptionName MinSplitSamples => Named();

    internal static OptionName Missing => Named();

    internal static OptionName MissingMarker => Named();

    internal static OptionName Momentum => Named();

    internal static OptionName Neighbors => Named();

    internal static OptionName Nesterov => Named();

    internal static OptionName NoBootstrap => Named();

    internal static OptionName NoHeader => Named();

    internal static OptionName OnError => Named();

    internal static OptionName Optimizer => Named();

    internal static OptionName OtherClass => Named();

    internal static OptionName Partition => Named();

    internal static OptionName Path => Named();

    internal static OptionName Patience => Named();

    internal static OptionName Pattern => Named();

    internal static OptionName Percentile => Named();

    internal static OptionName Preset => Named();

    internal static OptionName Quantize => Named();

    internal static OptionName QuantizeEpochs => Named();

    internal static OptionName QuantizeLearningRate => Named();

    internal static OptionName RefinementEpochs => Named();

    internal static OptionName Resume => Named();

    internal static OptionName RewindEpoch => Named();

    internal static OptionName RoundTo => Named();

    internal static OptionName Rounds => Named();

    internal static OptionName Rule => Named();

    internal static OptionName SampleFraction => Named();

    internal static OptionName Scale => Named();

    internal static OptionName Schedule => Named();

    internal static OptionName Scope => Named();

    internal static OptionName Scorer => Named();

    internal static OptionName Significance => Named();

    internal static OptionName Skip => Named();

    internal static OptionName Sparsity => Named();

    internal static OptionName Target => Named();

    internal static OptionName Task => Named();

    internal static OptionName Teacher => Named();

    internal static OptionName Temperature => Named();

    internal static OptionName Tentative => Named();

    internal static OptionName TestFraction => Named();

    internal static OptionName TestPath => Named();

    internal static OptionName Threshold => Named();

    internal static OptionName TimeColumn => Named();

    internal static OptionName ValidationFraction => Named();

    internal static OptionName Voting => Named();

    internal static OptionName WarmupEpochs => Named();

    internal static OptionName Weight => Named();

    internal static OptionName WeightDecay => Named();

    internal static OptionName WhatIf => Named();

    private static OptionName Named([CallerMemberName] string name = "") => new(name);
}
