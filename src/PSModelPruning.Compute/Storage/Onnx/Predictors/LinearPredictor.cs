using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Onnx.Values;
using PSModelPruning.Compute.Training;
using TorchSharp;

namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>A linear or logistic regression.</summary>
/// <param name="node">The node, for errors.</param>
/// <param name="columns">What it reads.</param>
/// <param name="classes">The names of its classes; empty for numbers.</param>
/// <param name="coefficients"><c>[scores × columns]</c>.</param>
/// <param name="intercepts"><c>[scores]</c>.</param>
internal sealed class LinearPredictor(
    string node,
    IReadOnlyList<OnnxColumn> columns,
    IReadOnlyList<string> classes,
    float[] coefficients,
    float[] intercepts
) : OnnxPredictor(node, columns, classes)
{
    private int Scores => intercepts.Length;

    /// <inheritdoc/>
    internal override Model Build(ModelDescription description, OnnxContext context)
    {
        (float[] weights, float[] biases) = Task == LearningTask.Regression ? Number(context) : Logits(context);
        return Network(description, Spread(weights, biases.Length, description.Preprocessing.Width), biases);
    }

    private (float[] Weights, float[] Biases) Number(OnnxContext context) =>
        Transform == PostTransform.None
            ? (coefficients, intercepts)
            : throw TransformUnsupported(context, $"which no model of numbers has here.");

    /// <summary>The weights of the logits, whose softmax the probabilities are.</summary>
    private (float[] Weights, float[] Biases) Logits(OnnxContext context)
    {
        switch (Transform)
        {
            case PostTransform.Softmax when Scores == Classes.Count:
                return (coefficients, intercepts);
            case PostTransform.Logistic when Classes.Count == 2 && Scores == 1:
                return Halves(coefficients, intercepts[0]);
            case PostTransform.Logistic when Classes.Count == 2 && IsAntisymmetric():
                return Halves(coefficients.AsSpan(Columns.Count), intercepts[1]);
            case PostTransform.None:
                context.Monitor.Warning(
                    $"{Node} of '{context.File}' gives scores and no probabilities. The predicted classes are those of the file; the "
                        + $"probabilities are the softmax of its scores."
                );
                return Scores == 1 ? Halves(coefficients, intercepts[0]) : (coefficients, intercepts);
            case PostTransform.Logistic:
                throw TransformUnsupported(
                    context,
                    $"by which the probabilities of {Classes.Count} classes come from as many separate models; no model here has such."
                );
            default:
                throw TransformUnsupported(context, $"which no model has here.");
        }
    }

    /// <summary>
    /// Two logits whose softmax is the logistic function of one score: half of it and its negative. Halving is exact.
    /// </summary>
    private static (float[] Weights, float[] Biases) Halves(ReadOnlySpan<float> weights, float bias)
    {
        int columns = weights.Length;
        var both = new float[2 * columns];
        for (int i = 0; i < columns; i++)
        {
            both[i] = -weights[i] / 2;
            both[columns + i] = weights[i] / 2;
        }
        return (both, [-bias / 2, bias / 2]);
    }

    private bool IsAntisymmetric()
    {
        int width = Columns.Count;
        for (int i = 0; i < width; i++)
        {
            if (coefficients[i] != -coefficients[width + i])
                return false;
        }
        return intercepts[0] == -intercepts[1];
    }

    /// <summary>The weights of all columns of the inputs: of those that are not read, 0.</summary>
    private float[] Spread(float[] weights, int outputs, int width)
    {
        var spread = new float[outputs * width];
        for (int k = 0; k < outputs; k++)
        {
            for (int i = 0; i < Columns.Count; i++)
                spread[k * width + Columns[i].Source] += weights[k * Columns.Count + i];
        }
        return spread;
    }

    private static NetworkModel Network(ModelDescription description, float[] weights, float[] biases)
    {
        TorchRuntime.EnsureAvailable();
        int width = description.Preprocessing.Width;
        Graph graph = NetworkFactory.FromLayers([], [width], biases.Length, seed: 0);
        try
        {
            using (DisposeScope scope = torch.NewDisposeScope())
            using (torch.no_grad())
            {
                foreach (GraphParameter parameter in graph.Parameters.Values)
                    parameter.Value.copy_(
                        parameter.Shape.Length == 1 ? torch.tensor(biases) : torch.tensor(weights, [biases.Length, width])
                    );
            }
            return new NetworkModel(description, graph, ModelKindCatalog.Linear).Finished();
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }
}
