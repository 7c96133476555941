using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>Sixteen rows of data, a small network, and its gradients by central differences of the loss: independent of autograd.</summary>
internal sealed class CriterionSetting : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly CalibrationRows _rows;
    private readonly NetworkModel _model;

    /// <param name="batchSize">Rows of a batch; 1 for the gradients of single rows.</param>
    /// <param name="shape">The shape of a row.</param>
    /// <param name="layers">The network before its output layer for three classes.</param>
    internal CriterionSetting(int batchSize = 8, int[]? shape = null, params string[] layers)
    {
        shape ??= [5];
        Data = PruningFixture.Blobs(shape, training: 16, validation: 8);
        Graph = NetworkFactory.FromLayers(layers.Length > 0 ? layers : ["linear 4", "tanh"], shape, 3, 2);
        _rows = new CalibrationRows(TrainingData.From(Data), new TrainingOptions(), shape, batchSize, 1);
        TrainingData data = TrainingData.From(Data);
        _model = PruningFixture.Model(Graph.Clone(), Data);
        Context = new CriterionContext(Graph, _rows, new Generator(1, CPU), PruningFixture.Silent)
        {
            Training = new CalibrationRows(data, new TrainingOptions(), data.Training, shape, batchSize),
            Validation = new CalibrationRows(data, new TrainingOptions(), data.Validation, shape, batchSize),
            Importance = new InputImportance(
                _model,
                Data,
                new PruningOptions
                {
                    Target = new PruningTarget(),
                    Features = new FeatureOptions { Scorer = "AnovaF" },
                }
            ),
        };
    }

    internal Dataset Data { get; }

    internal Graph Graph { get; }

    internal CriterionContext Context { get; }

    /// <summary>The units that may go.</summary>
    internal UnitIndex Units =>
        new(Graph, [.. UnitGroups.Of(Graph).Where(group => group.FixedReason is null).SelectMany(group => group.Units)]);

    internal float[] Weight(string parameter) => Graph.Parameters[parameter].Value.data<float>().ToArray();

    /// <summary>The element scores of a criterion.</summary>
    internal float[] Scores(string method, string parameter) =>
        CriterionCatalog.Get(method).ScoreElements(Context, [parameter])[parameter].data<float>().ToArray();

    /// <summary>The element scores of a criterion that gives them in float64.</summary>
    internal double[] DoubleScores(string method, string parameter) =>
        CriterionCatalog.Get(method).ScoreElements(Context, [parameter])[parameter].data<double>().ToArray();

    /// <summary>The unit scores of a criterion.</summary>
    internal float[] UnitScores(string method) =>
        [.. CriterionCatalog.Get(method).ScoreUnits(Context, Units).data<double>().ToArray().Select(score => (float)score)];

    /// <summary>The sum over the batches of something made of an element's gradient and its value.</summary>
    internal float[] FromGradients(string parameter, Func<float, float, float> score)
    {
        float[] weights = Weight(parameter);
        float[] sums = new float[weights.Length];
        foreach (float[] gradient in Gradients(parameter))
        {
            for (int i = 0; i < sums.Length; i++)
                sums[i] += score(gradient[i], weights[i]);
        }
        return sums;
    }

    /// <summary>
    /// The gradient of every batch's mean loss, by central differences in double precision: right to about nine digits.
    /// </summary>
    internal IEnumerable<float[]> Gradients(string parameter)
    {
        const double step = 1e-5;
        using Graph precise = InDoubles();
        Tensor value = precise.Parameters[parameter].Value;
        foreach ((Tensor input, Tensor target) in _rows.Batches())
        {
            float[] gradient = new float[value.numel()];
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] = (float)(
                    (Loss(precise, input, target, value, i, step) - Loss(precise, input, target, value, i, -step)) / (2 * step)
                );
            yield return gradient;
        }
    }

    /// <summary>
    /// Holds that every number is the expected one but for a part of it; numbers near zero, but for a part of a tenth of the largest.
    /// </summary>
    internal static void AssertClose(float[] expected, float[] actual, float tolerance = 1e-3f)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Max(MathF.Abs);
        Assert.True(largest > 0, "Nothing is compared with zeros alone.");
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                MathF.Abs(expected[i] - actual[i]) <= tolerance * MathF.Max(MathF.Abs(expected[i]), largest / 10),
                $"Score {i} is {actual[i]}, not {expected[i]}."
            );
    }

    public void Dispose()
    {
        Context.Random.Dispose();
        Graph.Dispose();
        _model.Dispose();
        _scope.Dispose();
    }

    private Graph InDoubles()
    {
        Graph copy = Graph.Clone();
        foreach (GraphParameter parameter in copy.Parameters.Values)
            parameter.Replace(parameter.Value.to_type(ScalarType.Float64));
        return copy;
    }

    private double Loss(Graph graph, Tensor input, Tensor target, Tensor value, int index, double step)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable _ = no_grad();
        Tensor flat = value.view(-1);
        double old = flat[index].item<double>();
        flat[index] = old + step;
        Tensor output = new GraphRunner(graph).Run(input.to_type(ScalarType.Float64), RunContext.Inference);
        double loss = _rows.Loss(output, target).item<double>();
        flat[index] = old;
        return loss;
    }
}
