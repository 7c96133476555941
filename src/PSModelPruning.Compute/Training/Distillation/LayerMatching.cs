using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Optimizers;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// Hidden layers of the student learn to compute what hidden layers of the teacher do (hints: Romero et al. 2015, FitNets), together with
/// the outputs rather than before them. Added to the loss is, for each pair, <c>weight · mean (r(student) − teacher)² / mean teacher²</c>,
/// where r is the identity for layers of the same width and else a learned linear map of the channels (a 1 x 1 convolution), which is
/// fitted with the student and dropped afterwards.
/// </summary>
internal sealed class LayerMatching : IDisposable
{
    private readonly TeacherLayers _teacher;
    private readonly Node[] _students;
    private readonly LayerRegressor?[] _regressors;
    private readonly double[] _factors;
    private readonly Tensor[] _expected;
    private readonly Tensor?[] _seen;
    private readonly Graph _regression;
    private readonly FlatParameters? _parameters;
    private readonly Optimizer? _optimizer;

    internal LayerMatching(Teacher teacher, Graph student, TrainingOptions options, int largestBatch, IWorkMonitor monitor)
    {
        var network = (NetworkModel)teacher.Options.Teacher;
        IReadOnlyList<LayerMatch> matches = teacher.Options.Matches;
        Node[] teachers = [.. matches.Select(match => Find(network.Graph, match.Teacher, "teacher"))];
        _students = [.. matches.Select(match => Find(student, match.Student, "student"))];
        Dictionary<string, long[]> teacherShapes = network.Graph.InferShapes(),
            studentShapes = student.InferShapes();
        int[] channels = [.. _students.Select(node => ChannelAxis.Of(student, node, studentShapes))];
        for (int i = 0; i < matches.Count; i++)
        {
            long[] shape = teacherShapes[teachers[i].Output];
            if (
                !LayerRegressor.Fits(
                    shape,
                    ChannelAxis.Of(network.Graph, teachers[i], teacherShapes),
                    studentShapes[_students[i].Output],
                    channels[i]
                )
            )
                throw DistillationErrors.MatchShapes(
                    matches[i],
                    teacherShapes[teachers[i].Output].Skip(1),
                    studentShapes[_students[i].Output].Skip(1)
                );
        }
        _teacher = new TeacherLayers(network, teacher.Rows, teachers, monitor);
        _factors = [.. _teacher.MeanSquares.Select(square => teacher.Options.MatchWeight / square)];
        _seen = new Tensor?[matches.Count];
        using var generator = new Generator(RunSeed.Layers(options.Seed, 0), CPU);
        _regressors =
        [
            .. matches.Select(
                (match, i) =>
                    LayerRegressor.Between(
                        $"match{i + 1}",
                        studentShapes[_students[i].Output],
                        teacherShapes[teachers[i].Output],
                        channels[i],
                        generator
                    )
            ),
        ];
        _regression = new Graph("", [], "", [], _regressors.OfType<LayerRegressor>().SelectMany(regressor => regressor.Parameters));
        try
        {
            using DisposeScope scope = NewDisposeScope();
            _expected = [.. _teacher.Shapes.Select(shape => empty([largestBatch, .. shape], ScalarType.Float32))];
            if (_regression.Parameters.Count > 0)
            {
                _parameters = new FlatParameters(_regression);
                _optimizer = OptimizerCatalog.Create(_parameters, options);
            }
            foreach (Tensor tensor in _expected)
                tensor.DetachFromDisposeScope();
        }
        catch
        {
            _parameters?.Dispose();
            _regression.Dispose();
            throw;
        }
    }

    /// <summary>What a checkpoint must hold of the regressors.</summary>
    internal IEnumerable<(string Name, Tensor Value)> State =>
        _parameters is null
            ? []
            : [("match:parameters", _parameters.Value), .. _optimizer!.State.Select(s => ("match:optimizer:" + s.Name, s.Value))];

    /// <summary>Catches what the student's layers compute in a run.</summary>
    internal void Observe(Node node, Tensor?[] inputs, Tensor output)
    {
        for (int i = 0; i < _students.Length; i++)
        {
            if (ReferenceEquals(node, _students[i]))
                _seen[i] = output;
        }
    }

    /// <summary>The part of the loss that the layers make, of the run that was observed last.</summary>
    internal Tensor Compute(ReadOnlySpan<int> rows)
    {
        using (no_grad())
            _teacher.Load(rows, _expected);
        Tensor? sum = null;
        for (int i = 0; i < _students.Length; i++)
        {
            Tensor student = _regressors[i]?.Apply(_seen[i]!) ?? _seen[i]!;
            Tensor difference = nn.functional.mse_loss(student, _expected[i].narrow(0, 0, rows.Length)).Times(_factors[i]);
            sum = sum is null ? difference : sum.Plus(difference);
            _seen[i] = null;
        }
        _parameters?.Gradient.zero_();
        return sum!;
    }

    /// <summary>Updates the regressors; after the backward pass, without gradients.</summary>
    internal void Update(double learningRate, long step) => _optimizer?.Step(learningRate, step);

    public void Dispose()
    {
        _optimizer?.Dispose();
        _parameters?.Dispose();
        _regression.Dispose();
        foreach (Tensor tensor in _expected)
            tensor.Dispose();
    }

    private static Node Find(Graph graph, string layer, string whose) =>
        graph.Nodes.FirstOrDefault(node => node.Name.Equals(layer, StringComparison.OrdinalIgnoreCase))
        ?? throw DistillationErrors.MatchLayerUnknown(whose, layer, graph.Nodes.Select(node => node.Name));
}
