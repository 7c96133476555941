using BenchmarkDotNet.Attributes;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// An epoch of LeNet300 (batch 128, Adam) and of ConvNet (batch 64, SGD) by the trainer against a hand-written TorchSharp loop on the same
/// rows. <c>-- ratio training</c> measures the same two in turns, which is what to look at on a machine that others use too.
/// </summary>
[WarmupCount(2)]
[IterationCount(15)]
[InvocationCount(1)]
public class TrainingBenchmark
{
    private TrainingWorkload _workload = null!;

    /// <summary>The network.</summary>
    [Params("LeNet300", "ConvNet")]
    public string Network { get; set; } = "";

    /// <summary>Makes rows and networks.</summary>
    [GlobalSetup]
    public void Prepare() => _workload = Network == "LeNet300" ? TrainingWorkload.LeNet300() : TrainingWorkload.ConvNet();

    /// <summary>Releases them.</summary>
    [GlobalCleanup]
    public void Release() => _workload.Dispose();

    /// <summary>The hand-written loop.</summary>
    [Benchmark(Baseline = true)]
    public double HandWrittenLoop() => _workload.ByHand();

    /// <summary>The trainer.</summary>
    [Benchmark]
    public double Trainer() => _workload.ByTrainer();
}
