using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>
/// A linear model fitted to the model's own outputs: least squares for numbers, and for classes multinomial logistic regression towards the
/// model's probabilities, which tell more than its classes (Hinton, Vinyals and Dean 2015, "Distilling the knowledge in a neural network").
/// </summary>
internal sealed class LinearSubmodel : SubmodelFamily
{
    private const int Steps = 400;
    private const double LearningRate = 0.05;
    private const double WeightDecay = 1e-4;

    internal override string Name => "Linear";

    internal override string Description => "Linear or logistic regression towards the model's own outputs (Hinton et al. 2015).";

    internal override IEnumerable<Submodel> Candidates(SubmodelContext context)
    {
        if (context.Inputs.Any(float.IsNaN))
        {
            context.Monitor.Verbose("No linear model is tried: rows have missing values, which it cannot take.");
            return [];
        }
        return [ThreadLimit.Run(context.Options.Threads, () => Fit(context))];
    }

    private static Submodel Fit(SubmodelContext context)
    {
        Model model = context.Model;
        int outputs = model.OutputCount;
        (double offset, double scale) = context.IsClasses ? (0, 1) : Moments(context.Outputs);
        Graph graph = NetworkFactory.FromLayers([], context.Dataset.InputShape, outputs, context.Options.Seed);
        try
        {
            using (DisposeScope scope = NewDisposeScope())
                Fit(graph, context, offset, scale);
            var network = new NetworkModel(
                context.Describe() with
                {
                    TargetOffset = offset,
                    TargetScale = scale,
                },
                graph,
                ModelKindCatalog.Linear
            );
            return new Submodel(
                network.Finished(),
                FormattableString.Invariant($"a linear model of {network.Parameters} weights"),
                network.Parameters,
                "weights"
            );
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>Adam over all rows at once, the learning rate falling along half a cosine.</summary>
    private static void Fit(Graph graph, SubmodelContext context, double offset, double scale)
    {
        int outputs = context.Model.OutputCount;
        Tensor inputs = tensor(context.Inputs, [context.Rows, context.Width]);
        Tensor targets = context.IsClasses
            ? tensor(context.Outputs, [context.Rows, outputs])
            : tensor(Array.ConvertAll(context.Outputs, value => (float)((value - offset) / scale)), [context.Rows, 1]);
        Tensor weight = zeros([outputs, context.Width], requires_grad: true),
            bias = zeros([outputs], requires_grad: true);
        var (firstWeight, secondWeight) = (zeros_like(weight), zeros_like(weight));
        var (firstBias, secondBias) = (zeros_like(bias), zeros_like(bias));
        for (int step = 1; step <= Steps; step++)
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            context.Monitor.Progress(
                new WorkProgress("Fitting simple models", $"linear model, step {step} of {Steps}", (double)step / Steps)
            );
            using DisposeScope batch = NewDisposeScope();
            Tensor output = inputs.matmul(weight.t()).Plus(bias);
            Tensor error = context.IsClasses
                ? output.log_softmax(1).mul(targets).sum().neg().Over(context.Rows)
                : output.sub(targets).Squared().mean();
            Tensor loss = error.Plus(weight.Squared().sum().Times(WeightDecay));
            IList<Tensor> gradients = autograd.grad([loss], [weight, bias]);
            double rate = LearningRate * 0.5 * (1 + Math.Cos(Math.PI * (step - 1) / Steps));
            using IDisposable noGradient = no_grad();
            Update(weight, gradients[0], firstWeight, secondWeight, rate, step);
            Update(bias, gradients[1], firstBias, secondBias, rate, step);
        }
        using IDisposable inference = no_grad();
        foreach (GraphParameter parameter in graph.Parameters.Values)
            parameter.Value.copy_(
                parameter.Shape.Length == 1 ? bias
                : parameter.Shape[0] == outputs ? weight
                : weight.t()
            );
    }

    /// <summary>A step of Adam (Kingma and Ba 2015).</summary>
    private static void Update(Tensor value, Tensor gradient, Tensor first, Tensor second, double rate, int step)
    {
        const double decay = 0.9,
            squaredDecay = 0.999,
            tiny = 1e-8;
        first.Scale(decay).Increase(gradient, 1 - decay);
        second.Scale(squaredDecay).IncreaseByProduct(gradient, gradient, 1 - squaredDecay);
        Tensor size = second.Over(1 - Math.Pow(squaredDecay, step)).sqrt().Plus(tiny);
        value.sub_(first.Over(1 - Math.Pow(decay, step)).div(size).Times(rate));
    }

    private static (double Mean, double Deviation) Moments(float[] values)
    {
        double mean = values.Average(),
            deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        return (mean, deviation > 0 ? deviation : 1);
    }
}
