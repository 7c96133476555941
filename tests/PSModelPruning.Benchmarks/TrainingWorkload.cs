using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Benchmarks;

/// <summary>One epoch of a network, by the trainer and by a hand-written TorchSharp loop, on the same rows of 28×28 pixels.</summary>
internal sealed class TrainingWorkload : IDisposable
{
    private const int Pixels = 784;
    private const int Classes = 10;

    private readonly TrainingData _data;
    private readonly TrainingOptions _options;
    private readonly Graph _graph;
    private readonly nn.Module<Tensor, Tensor> _module;
    private readonly optim.Optimizer _optimizer;
    private readonly Tensor _inputs;
    private readonly Tensor _labels;

    private TrainingWorkload(
        string preset,
        int rows,
        TrainingOptions options,
        nn.Module<Tensor, Tensor> module,
        Func<nn.Module, optim.Optimizer> optimizer,
        long[] shape
    )
    {
        var random = new Random(1);
        var inputs = new float[rows * Pixels];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = (float)random.NextDouble();
        var targets = new float[rows];
        for (int i = 0; i < rows; i++)
            targets[i] = random.Next(Classes);
        _data = new TrainingData(
            LearningTask.Classification,
            Classes,
            new Partition(MemoryStore.Over(inputs, rows, Pixels), targets, 0, rows),
            new Partition(MemoryStore.Over(inputs, rows, Pixels), targets, rows, 0)
        );
        _options = options;
        _graph = NetworkFactory.FromPreset(preset, [1, 28, 28], Classes, 1);
        _module = module;
        _optimizer = optimizer(module);
        _inputs = tensor(inputs, shape).DetachFromDisposeScope();
        _labels = tensor(targets.Select(t => (long)t).ToArray()).DetachFromDisposeScope();
    }

    /// <summary>LeNet-300-100, batches of 128, Adam.</summary>
    internal static TrainingWorkload LeNet300(int rows = 25_600, int threads = 0)
    {
        TorchRuntime.EnsureAvailable();
        return new TrainingWorkload(
            "LeNet300",
            rows,
            new TrainingOptions
            {
                Epochs = 1,
                BatchSize = 128,
                Optimizer = "Adam",
                LearningRate = 1e-3,
                Threads = threads,
            },
            nn.Sequential(nn.Linear(Pixels, 300), nn.ReLU(), nn.Linear(300, 100), nn.ReLU(), nn.Linear(100, Classes)),
            module => optim.Adam(module.parameters(), 1e-3),
            [rows, Pixels]
        );
    }

    /// <summary>The small convolutional network, batches of 64, SGD with momentum.</summary>
    internal static TrainingWorkload ConvNet(int rows = 3_200, int threads = 0)
    {
        TorchRuntime.EnsureAvailable();
        return new TrainingWorkload(
            "ConvNet",
            rows,
            new TrainingOptions
            {
                Epochs = 1,
                BatchSize = 64,
                Optimizer = "SGD",
                LearningRate = 0.01,
                Momentum = 0.9,
                Threads = threads,
            },
            nn.Sequential(
                nn.Conv2d(1, 32, 3, padding: 1L),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Conv2d(32, 64, 3, padding: 1L),
                nn.ReLU(),
                nn.MaxPool2d(2),
                nn.Flatten(),
                nn.Linear(64 * 7 * 7, 128),
                nn.ReLU(),
                nn.Linear(128, Classes)
            ),
            module => optim.SGD(module.parameters(), 0.01, 0.9),
            [rows, 1, 28, 28]
        );
    }

    /// <summary>An epoch by the trainer, with what it always does: accuracy, the look at every loss, progress, cancellation.</summary>
    internal double ByTrainer() => NetworkTrainer.Train(_graph, _data, _options, SilentMonitor.Instance)[0].TrainingLoss;

    /// <summary>An epoch by hand.</summary>
    internal double ByHand()
    {
        using DisposeScope epoch = NewDisposeScope();
        double total = 0;
        long rows = _inputs.shape[0];
        Tensor order = randperm(rows);
        for (long first = 0; first < rows; first += _options.BatchSize)
        {
            using DisposeScope batch = NewDisposeScope();
            Tensor index = order.narrow(0, first, Math.Min(_options.BatchSize, rows - first));
            Tensor loss = nn.functional.cross_entropy(_module.forward(_inputs.index_select(0, index)), _labels.index_select(0, index));
            _optimizer.zero_grad();
            loss.backward();
            _optimizer.step();
            total += loss.item<float>();
        }
        return total;
    }

    public void Dispose()
    {
        _graph.Dispose();
        _optimizer.Dispose();
        _module.Dispose();
        _inputs.Dispose();
        _labels.Dispose();
    }
}
