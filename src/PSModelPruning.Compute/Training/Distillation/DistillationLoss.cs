using System.Runtime.InteropServices;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// The loss of a run with a teacher, composed of the loss of the true targets, the teacher's predictions and, where layers are matched, the
/// difference between them. Owned by a run.
/// </summary>
internal sealed class DistillationLoss : IDisposable
{
    private readonly DistillationOptions _options;
    private readonly LearningTask _task;
    private readonly float[] _targets;
    private readonly int _outputs;
    private readonly Tensor _batch;
    private readonly LayerMatching? _matching;

    /// <param name="teacher">Who teaches.</param>
    /// <param name="student">The network that is fitted.</param>
    /// <param name="options">How it is fitted; regressors between layers are fitted in the same way.</param>
    /// <param name="largestBatch">Rows of the largest batch.</param>
    /// <param name="monitor">Is looked at for cancellation.</param>
    /// <exception cref="ComputeException"><c>LayerUnknown</c> or <c>MatchLayerShape</c>: layers that are to be matched are not there, or do
    /// not fit.</exception>
    internal DistillationLoss(Teacher teacher, Graph student, TrainingOptions options, int largestBatch, IWorkMonitor monitor)
    {
        _options = teacher.Options;
        _task = teacher.Options.Teacher.Task;
        _outputs = teacher.Options.Teacher.OutputCount;
        // What may be cancelled comes before what must be disposed.
        _targets = teacher.Targets(monitor);
        using DisposeScope scope = NewDisposeScope();
        Tensor batch = empty([largestBatch, _outputs], ScalarType.Float32);
        _matching = teacher.Options.Matches.Count == 0 ? null : new LayerMatching(teacher, student, options, largestBatch, monitor);
        _batch = batch.DetachFromDisposeScope();
    }

    /// <summary>Catches what the student's matched layers compute; null where none are.</summary>
    internal Action<Node, Tensor?[], Tensor>? Observer => _matching is null ? null : _matching.Observe;

    /// <summary>What a checkpoint must hold so that the run can be resumed exactly.</summary>
    internal IEnumerable<(string Name, Tensor Value)> State => _matching?.State ?? [];

    /// <summary>The composed loss of a batch, a differentiable scalar.</summary>
    /// <param name="loss">The loss of the true targets.</param>
    /// <param name="output">The network's raw output.</param>
    /// <param name="rows">The training rows of the batch.</param>
    internal Tensor Compute(Tensor loss, Tensor output, ReadOnlySpan<int> rows)
    {
        Tensor sum = _options.Weight switch
        {
            0 => loss,
            1 => Soft(output, rows),
            double weight => loss.Times(1 - weight).Plus(Soft(output, rows).Times(weight)),
        };
        return _matching is null ? sum : sum.Plus(_matching.Compute(rows));
    }

    /// <summary>Updates what is fitted beside the network; after the backward pass.</summary>
    /// <param name="learningRate">The learning rate of the step.</param>
    /// <param name="step">Counted from 1.</param>
    internal void Update(double learningRate, long step) => _matching?.Update(learningRate, step);

    public void Dispose()
    {
        _matching?.Dispose();
        _batch.Dispose();
    }

    /// <summary>T² · KL(teacher‖student), the mean over rows; or the mean squared error to the teacher's numbers.</summary>
    private Tensor Soft(Tensor output, ReadOnlySpan<int> rows)
    {
        Span<float> values = MemoryMarshal.Cast<byte, float>(_batch.bytes);
        for (int i = 0; i < rows.Length; i++)
            _targets.AsSpan(rows[i] * _outputs, _outputs).CopyTo(values[(i * _outputs)..]);
        Tensor target = _batch.narrow(0, 0, rows.Length);
        if (_task == LearningTask.Regression)
            return nn.functional.mse_loss(output, target);
        double temperature = _options.EffectiveTemperature;
        Tensor student = nn.functional.log_softmax(temperature == 1 ? output : output.Times(1 / temperature), 1);
        return target.exp().mul(target.sub(student)).sum().Times(temperature * temperature / rows.Length);
    }
}
