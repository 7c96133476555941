using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Networks.Operators;

/// <summary>
/// LSTM and GRU against torch's own layers, whose gates lie in another order, and against the equations of the ONNX standard in plain
/// numbers.
/// </summary>
public sealed class RecurrentOperatorTests
{
    private const int Rows = 3,
        Steps = 5,
        Features = 4,
        Hidden = 6;

    /// <summary>torch's order of ONNX's gates: of i, o, f, c it has i, f, c, o; of z, r, h it has r, z, h.</summary>
    private static readonly int[] LstmGates = [0, 2, 3, 1],
        GruGates = [1, 0, 2];

    [Theory]
    [InlineData("LSTM", false)]
    [InlineData("LSTM", true)]
    [InlineData("GRU", false)]
    [InlineData("GRU", true)]
    public void Equals_torchs_layer_with_its_gradients(string type, bool isBidirectional)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        (Tensor x, Tensor[] weights) = Random(type == "LSTM" ? 4 : 3, isBidirectional ? 2 : 1, generator);
        foreach (Tensor weight in weights)
            weight.requires_grad_(true);
        int[] gates = type == "LSTM" ? LstmGates : GruGates;
        (Tensor expected, Tensor last, Tensor gradient) = Torch(type, isBidirectional, x, weights, gates);
        NodeAttributes attributes = Attributes(isBidirectional ? "bidirectional" : "forward").With("linear_before_reset", 1);

        Tensor all = OperatorRun.Run(type, attributes, [x, .. weights]);
        Tensor end = OperatorRun.Run(type, attributes.With("output", "Y_h"), [x, .. weights]);
        all.square().sum().backward();

        OperatorRun.AssertClose(Doubles(expected), all.detach(), 1e-5);
        OperatorRun.AssertClose(Doubles(last.transpose(0, 1).flatten(1)), end.detach(), 1e-5);
        OperatorRun.AssertClose(Doubles(gradient), Reordered(weights[1].grad!.slice(0, 0, 1, 1).squeeze(0), gates), 1e-4);
    }

    [Theory]
    [InlineData("LSTM", "reverse", 0)]
    [InlineData("LSTM", "bidirectional", 0)]
    [InlineData("GRU", "forward", 0)]
    [InlineData("GRU", "reverse", 1)]
    [InlineData("GRU", "bidirectional", 0)]
    public void Equals_the_equations_of_the_standard(string type, string direction, int linearBeforeReset)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(4, CPU);
        int directions = direction == "bidirectional" ? 2 : 1,
            gates = type == "LSTM" ? 4 : 3;
        (Tensor x, Tensor[] weights) = Random(gates, directions, generator);
        var expected = new double[Rows * Steps * directions * Hidden];
        for (int row = 0; row < Rows; row++)
        {
            for (int d = 0; d < directions; d++)
            {
                bool reverse = direction == "reverse" || d == 1;
                double[] state = new double[Hidden],
                    cell = new double[Hidden];
                for (int s = 0; s < Steps; s++)
                {
                    int step = reverse ? Steps - 1 - s : s;
                    state =
                        type == "LSTM"
                            ? LstmStep(x, weights, d, row, step, state, cell)
                            : GruStep(x, weights, d, row, step, state, linearBeforeReset == 1);
                    state.CopyTo(expected, ((row * Steps + step) * directions + d) * Hidden);
                }
            }
        }

        Tensor actual = OperatorRun.Run(type, Attributes(direction).With("linear_before_reset", linearBeforeReset), [x, .. weights]);

        OperatorRun.AssertClose(expected, actual, 1e-5);
    }

    [Fact]
    public void A_layer_without_biases_is_one_with_zeros()
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(5, CPU);
        (Tensor x, Tensor[] weights) = Random(3, 1, generator);

        Tensor without = OperatorRun.Run("GRU", Attributes("forward"), x, weights[0], weights[1]);
        Tensor zeros = OperatorRun.Run("GRU", Attributes("forward"), x, weights[0], weights[1], zeros_like(weights[2]));

        OperatorRun.AssertClose(Doubles(zeros), without, 1e-7);
    }

    /// <summary>
    /// The rows that the matrices multiply, times the matrices, are what enters the gates: its derivatives are the probe's.
    /// </summary>
    [Theory]
    [InlineData("LSTM", 0)]
    [InlineData("GRU", 0)]
    [InlineData("GRU", 1)]
    public void Arrivals_and_derivatives_give_the_gradients_of_both_weights(string type, int linearBeforeReset)
    {
        using DisposeScope scope = NewDisposeScope();
        using var generator = new Generator(6, CPU);
        (Tensor x, Tensor[] weights) = Random(type == "LSTM" ? 4 : 3, 2, generator);
        foreach (Tensor weight in weights)
            weight.requires_grad_(true);
        Operator kind = OperatorCatalog.Get(type);
        var node = new Node(
            "layer1",
            type,
            ["x", "w", "r", "b"],
            "y",
            Attributes("bidirectional").With("linear_before_reset", linearBeforeReset)
        );
        var probes = new Dictionary<int, Tensor>();
        RunContext context = RunContext.Inference with
        {
            Probe = (_, input, shape) => probes[input] = torch.zeros(shape, requires_grad: true),
        };
        Tensor?[] inputs = [x, .. weights];

        Tensor output = kind.Execute(node, inputs, context);
        output.square().sum().backward();

        Assert.Equal(2, kind.Matrices.Count);
        foreach (WeightMatrix matrix in kind.Matrices)
        {
            Tensor rows = matrix.Operator.Rows(node, inputs),
                derivatives = matrix.Operator.Products(node, inputs, probes[matrix.Input].grad!);
            Tensor gradient = matrix.Operator.Weight(
                node,
                matmul(derivatives.flatten(1, 2).transpose(1, 2), rows.flatten(1, 2)),
                inputs[matrix.Input]!.shape
            );
            OperatorRun.AssertClose(Doubles(inputs[matrix.Input]!.grad!), gradient, 1e-4);
            OperatorRun.AssertClose(
                Doubles(inputs[matrix.Input]!),
                matrix.Operator.Weight(node, matrix.Operator.Matrix(node, inputs[matrix.Input]!), inputs[matrix.Input]!.shape).detach(),
                0
            );
        }
    }

    [Theory]
    [InlineData("direction", "sideways", "AttributeInvalid")]
    [InlineData("output", "Y_c", "AttributeInvalid")]
    [InlineData("activations", "Relu", "ShapeMismatch")]
    public void What_is_not_computed_is_refused(string attribute, string value, string id)
    {
        var node = new Node("lstm1", "LSTM", ["x", "w", "r"], "y", Attributes("forward").With(attribute, value));

        ComputeException error = Assert.Throws<ComputeException>(() =>
            OperatorCatalog
                .Get("LSTM")
                .ShapesOf(
                    node,
                    [
                        [1, 5, 4],
                        [1, 24, 4],
                        [1, 24, 6],
                    ]
                )
        );

        Assert.Equal(id, error.ErrorId);
    }

    [Fact]
    public void Costs_are_counted_over_all_steps()
    {
        using Graph graph = NetworkFactory.FromLayers(["lstm 6 bidirectional"], [4, 5], 3, 1);

        Assert.Equal(5 * 2 * 4 * 6 * (4 + 6), graph.MultiplyAccumulatesByNode()["lstm1"]);
        Assert.Equal(["lstm1.weight", "lstm1.recurrent_weight", "fc1.weight"], graph.PrunableWeights().Select(entry => entry.Weight.Name));
    }

    private static NodeAttributes Attributes(string direction) =>
        NodeAttributes.Empty.With("hidden_size", Hidden).With("direction", direction).With("layout", 1).With("output", "Y");

    private static (Tensor X, Tensor[] Weights) Random(int gates, int directions, Generator generator) =>
        (
            randn([Rows, Steps, Features], generator: generator),
            [
                .. new long[][]
                {
                    [directions, gates * Hidden, Features],
                    [directions, gates * Hidden, Hidden],
                    [directions, 2 * gates * Hidden],
                }.Select(shape => randn(shape, generator: generator).mul_(0.5f)),
            ]
        );

    /// <summary>
    /// Runs torch's own layer with the weights; gives all states, the last ones, and the gradient of the sum of squares at the first
    /// direction's recurrent weight.
    /// </summary>
    private static (Tensor All, Tensor Last, Tensor Gradient) Torch(
        string type,
        bool isBidirectional,
        Tensor x,
        Tensor[] weights,
        int[] gates
    )
    {
        nn.Module layer =
            type == "LSTM"
                ? nn.LSTM(Features, Hidden, batchFirst: true, bidirectional: isBidirectional)
                : nn.GRU(Features, Hidden, batchFirst: true, bidirectional: isBidirectional);
        Dictionary<string, Tensor> parameters = layer
            .named_parameters()
            .ToDictionary(entry => entry.name, entry => (Tensor)entry.parameter);
        using (no_grad())
        {
            for (int d = 0; d < (isBidirectional ? 2 : 1); d++)
            {
                string suffix = d == 0 ? "_l0" : "_l0_reverse";
                parameters["weight_ih" + suffix].copy_(Reordered(weights[0][d], gates));
                parameters["weight_hh" + suffix].copy_(Reordered(weights[1][d], gates));
                IReadOnlyList<Tensor> biases = weights[2][d].chunk(2, 0);
                parameters["bias_ih" + suffix].copy_(Reordered(biases[0], gates));
                parameters["bias_hh" + suffix].copy_(Reordered(biases[1], gates));
            }
        }
        (Tensor all, Tensor last) =
            layer is TorchSharp.Modules.LSTM lstm ? (lstm.forward(x) is var (y, h, _) ? (y, h) : throw new InvalidOperationException())
            : ((TorchSharp.Modules.GRU)layer).forward(x) is var (z, g) ? (z, g)
            : throw new InvalidOperationException();
        all.square().sum().backward();
        return (all.detach(), last.detach(), parameters["weight_hh_l0"].grad!);
    }

    /// <summary>Blocks of rows, ONNX's gates, in torch's order.</summary>
    private static Tensor Reordered(Tensor rows, int[] gates)
    {
        IReadOnlyList<Tensor> blocks = rows.chunk(gates.Length, 0);
        return cat([.. gates.Select(gate => blocks[gate])]);
    }

    private static double[] LstmStep(Tensor x, Tensor[] weights, int d, int row, int step, double[] state, double[] cell)
    {
        var next = new double[Hidden];
        for (int j = 0; j < Hidden; j++)
        {
            double Gate(int gate) =>
                Input(x, weights, d, row, step, gate * Hidden + j) + Recurrent(weights, d, state, gate * Hidden + j, 4);
            cell[j] = Sigmoid(Gate(2)) * cell[j] + Sigmoid(Gate(0)) * Math.Tanh(Gate(3));
            next[j] = Sigmoid(Gate(1)) * Math.Tanh(cell[j]);
        }
        return next;
    }

    private static double[] GruStep(Tensor x, Tensor[] weights, int d, int row, int step, double[] state, bool linearBeforeReset)
    {
        double[] update = new double[Hidden],
            reset = new double[Hidden],
            next = new double[Hidden];
        for (int j = 0; j < Hidden; j++)
        {
            update[j] = Sigmoid(Input(x, weights, d, row, step, j) + Recurrent(weights, d, state, j, 3));
            reset[j] = Sigmoid(Input(x, weights, d, row, step, Hidden + j) + Recurrent(weights, d, state, Hidden + j, 3));
        }
        double[] gated = [.. state.Select((value, j) => value * reset[j])];
        for (int j = 0; j < Hidden; j++)
        {
            double recurrent = linearBeforeReset
                ? reset[j] * Recurrent(weights, d, state, 2 * Hidden + j, 3)
                : Recurrent(weights, d, gated, 2 * Hidden + j, 3);
            double candidate = Math.Tanh(Input(x, weights, d, row, step, 2 * Hidden + j) + recurrent);
            next[j] = (1 - update[j]) * candidate + update[j] * state[j];
        }
        return next;
    }

    private static double Input(Tensor x, Tensor[] weights, int d, int row, int step, int gate) =>
        weights[2][d, gate].item<float>()
        + Enumerable.Range(0, Features).Sum(i => (double)weights[0][d, gate, i].item<float>() * x[row, step, i].item<float>());

    private static double Recurrent(Tensor[] weights, int d, double[] state, int gate, int gates) =>
        weights[2][d, gates * Hidden + gate].item<float>()
        + Enumerable.Range(0, Hidden).Sum(i => weights[1][d, gate, i].item<float>() * state[i]);

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double[] Doubles(Tensor tensor) => [.. tensor.detach().Floats().Select(value => (double)value)];
}
