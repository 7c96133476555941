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
        _rows = new CalibrationRows(TrainingData.From(Data), shape, batchSize, 1);
        TrainingData data = TrainingData.From(Data);
        _model = PruningFixture.Model(Graph.Clone(), Data);
        Context = new CriterionContext(Graph, _rows, new Generator(1, CPU), PruningFixture.Silent)
        {
            Training = new CalibrationRows(data, data.Training, shape, batchSize),
            Validation = new CalibrationRows(data, data.Validation, shape, batchSize),
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

    /// <summary>The gradient of every batch's mean loss.</summary>
    internal IEnumerable<float[]> Gradients(string parameter)
    {
        foreach ((Tensor input, Tensor target) in _rows.Batches())
        {
            Tensor value = Graph.Parameters[parameter].Value;
            float[] gradient = new float[value.numel()];
            for (int i = 0; i < gradient.Length; i++)
                gradient[i] = (float)((Loss(input, target, value, i, 1e-2f) - Loss(input, target, value, i, -1e-2f)) / 2e-2);
            yield return gradient;
        }
    }

    internal static void AssertClose(float[] expected, float[] actual, float tolerance = 0.01f)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = expected.Max(MathF.Abs);
        Assert.True(largest > 0, "Nothing is compared with zeros alone.");
        for (int i = 0; i < expected.Length; i++)
            Assert.True(MathF.Abs(expected[i] - actual[i]) <= tolerance * largest, $"Score {i} is {actual[i]}, not {expected[i]}.");
    }

    public void Dispose()
    {
        Context.Random.Dispose();
        Graph.Dispose();
        _model.Dispose();
        _scope.Dispose();
    }

    private double Loss(Tensor input, Tensor target, Tensor value, int index, float step)
    {
        using IDisposable _ = no_grad();
        using Tensor flat = value.view(-1);
        float old = flat[index].item<float>();
        flat[index] = old + step;
        double loss = _rows.Loss(new GraphRunner(Graph).Run(input, RunContext.Inference), target).item<float>();
        flat[index] = old;
        return loss;
    }
}
