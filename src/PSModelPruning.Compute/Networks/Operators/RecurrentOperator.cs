using PSModelPruning.Compute.Networks.Building;
using PSModelPruning.Compute.Networks.Operators.Recurrent;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// A recurrent layer over a sequence, with the inputs, gate order and attributes of ONNX: x <c>[rows, steps, in]</c> (layout 1, rows
/// first), W <c>[dirs, gates · H, in]</c>, R <c>[dirs, gates · H, H]</c>, B <c>[dirs, 2 · gates · H]</c>, optional; <c>hidden_size</c> H;
/// <c>direction</c> forward, reverse or
/// bidirectional (two dirs). States begin with zeros.
/// </summary>
/// <remarks>
/// A node with several outputs gives, as in ONNX, <c>Y</c>, the states of all steps, <c>[rows, steps, dirs · H]</c> (ONNX's <c>[rows,
/// steps, dirs, H]</c> with the last two axes joined); <c>Y_h</c>, the states after the last step (of the reverse direction: after the
/// first), <c>[rows, dirs · H]</c>; and, for an LSTM, <c>Y_c</c>, the cell states beside them. A node with one output says by the attribute
/// <c>output</c> which it gives. A hidden unit that has no weights and biases at all stays 0 in all steps, so that a unit set to zero is
/// the same as a unit removed.
/// </remarks>
internal abstract class RecurrentOperator : MultiOutputOperator
{
    internal const int InputWeight = 1,
        RecurrentWeight = 2,
        Bias = 3;

    private const string States = "Y",
        LastState = "Y_h",
        LastCell = "Y_c",
        Output = "output";

    private static readonly string[] Values = [States, LastState, LastCell];

    private readonly IReadOnlyList<WeightMatrix> _matrices;

    protected RecurrentOperator() => _matrices = [new(InputWeight, new InputMatrix(this)), new(RecurrentWeight, new RecurrentMatrix(this))];

    internal sealed override int PrunableInput => InputWeight;

    internal sealed override IReadOnlyList<WeightMatrix> Matrices => _matrices;

    /// <summary>Rows of W and R that make one hidden unit.</summary>
    internal abstract int Gates { get; }

    /// <summary>
    /// How many matrices the recurrent weight of one direction is taken as: one, or one a gate where gates multiply different numbers.
    /// </summary>
    internal abstract int RecurrentMatrices { get; }

    /// <summary>Computes the states of all steps.</summary>
    /// <param name="node">The node.</param>
    /// <param name="run">The weights and what the inputs give.</param>
    /// <returns>A state a step, <c>[dirs, rows, H]</c>.</returns>
    internal abstract IReadOnlyList<Tensor> Unroll(Node node, RecurrentRun run);

    /// <summary>How many outputs a node can have: with the cell states three.</summary>
    internal virtual int MostOutputs => 2;

    internal sealed override IReadOnlyList<Tensor?> ExecuteAll(Node node, Tensor?[] inputs, in RunContext context)
    {
        using DisposeScope scope = NewDisposeScope();
        string[] given = Given(node);
        var cells = new List<Tensor>();
        RecurrentRun run = RecurrentRun.Of(this, node, inputs, context.Probe);
        IReadOnlyList<Tensor> states = Unroll(node, given.Contains(LastCell) ? run with { Cells = cells } : run);
        return
        [
            .. given.Select(
                (value, i) =>
                    node.Outputs[i].Length == 0
                        ? null
                        : (
                            value == States
                                ? InTime(node, stack(states, 2))
                                : (value == LastState ? states : cells)[^1].transpose(0, 1).flatten(1)
                        ).MoveToOuterDisposeScope()
            ),
        ];
    }

    internal sealed override IReadOnlyList<long[]> InferShapes(Node node, IReadOnlyList<long[]> inputs)
    {
        long[] x = inputs[0],
            w = inputs[InputWeight],
            r = inputs[RecurrentWeight];
        long hidden = node.Attributes.Integer("hidden_size", r[^1]),
            directions = Directions(node);
        if (x.Length != 3)
            throw NetworkErrors.ShapeMismatch(
                node,
                $"it takes sequences [steps, features], but {Axes.Row(x)} arrives; put 'sequence' before it."
            );
        if (node.Attributes.Integer("layout", 0) != 1 || node.Inputs.Skip(Bias + 1).Any(name => name.Length > 0))
            throw NetworkErrors.ShapeMismatch(
                node,
                "rows must be the first axis (layout 1), and lengths, initial states and peepholes are not known here."
            );
        if (node.Outputs.Count > MostOutputs)
            throw NetworkErrors.ShapeMismatch(node, $"it gives at most {MostOutputs} values, not {node.Outputs.Count}.");
        string[] given = Given(node);
        if (
            new[] { "activations", "activation_alpha", "activation_beta", "clip", "input_forget" }.FirstOrDefault(node.Attributes.Has) is
            { } unknown
        )
            throw NetworkErrors.ShapeMismatch(node, $"only the usual gates are known, without '{unknown}'.");
        if (
            hidden < 1
            || x[1] < 1
            || !w.SequenceEqual([directions, Gates * hidden, x[2]])
            || !r.SequenceEqual([directions, Gates * hidden, hidden])
        )
            throw NetworkErrors.ShapeMismatch(
                node,
                $"weights {Axes.Text(w)} and {Axes.Text(r)} do not fit {hidden} hidden units in {directions} directions over {Axes.Row(x)}."
            );
        if (inputs.Count > Bias && inputs[Bias].Length > 0 && !inputs[Bias].SequenceEqual([directions, 2 * Gates * hidden]))
            throw NetworkErrors.ShapeMismatch(
                node,
                $"its bias is {Axes.Text(inputs[Bias])} instead of {Axes.Text([directions, 2 * Gates * hidden])}."
            );
        return [.. given.Select(value => value == States ? new[] { x[0], x[1], directions * hidden } : [x[0], directions * hidden])];
    }

    internal sealed override long MultiplyAccumulates(Node node, IReadOnlyList<long[]> inputs, long[] output) =>
        inputs[0][1] * (Axes.Product(inputs[InputWeight]) + Axes.Product(inputs[RecurrentWeight]));

    /// <summary>The products of all steps and a few numbers of every gate.</summary>
    internal sealed override long WorkingElements(Node node, IReadOnlyList<long[]> inputs) =>
        inputs[0][1] * inputs[InputWeight][0] * inputs[InputWeight][1] * 3;

    /// <summary>
    /// A hidden unit is its rows in all gates, its column in R, its biases, and its channels in the output, in both directions together.
    /// </summary>
    internal sealed override void RelateChannels(Node node, ChannelRelations relations)
    {
        ChannelSpace input = relations.Value(node.Inputs[0]);
        string weight = node.Inputs[InputWeight],
            recurrent = node.Inputs[RecurrentWeight];
        if (input.Axis == 2)
        {
            relations.CoupleParameter(input, weight, 2, SliceRole.Consumer);
        }
        else
        {
            string reason = $"{node.Name} reads them along another axis";
            relations.Fix(input, reason);
            relations.FixParameter(weight, 2, reason);
        }
        relations.SetRole(weight, 1, SliceRole.Producer);
        relations.SetRole(recurrent, 1, SliceRole.Producer);
        relations.SetRole(recurrent, 2, SliceRole.Consumer);
        int hidden = (int)relations.Shape(recurrent)[2],
            units = relations.ParameterAxis(recurrent, 2);
        foreach (string name in node.Outputs.Where(name => name.Length > 0))
        {
            ChannelSpace output = relations.Declare(name, relations.Shape(name).Length - 1);
            Couple(output.First, output.Count);
        }
        Couple(relations.ParameterAxis(weight, 1), Gates * hidden);
        Couple(relations.ParameterAxis(recurrent, 1), Gates * hidden);
        if (HasBias(node))
            Couple(relations.ParameterAxis(node.Inputs[Bias], 1), 2 * Gates * hidden);

        void Couple(int first, int count)
        {
            for (int i = 0; i < count; i++)
                relations.Couple(units + i % hidden, first + i);
        }
    }

    /// <summary>The attributes of a new node with those of the form that is usual for it.</summary>
    internal virtual NodeAttributes WithUsualForm(NodeAttributes attributes) => attributes;

    /// <summary>Uniform by the number of hidden units, as is usual for recurrent layers.</summary>
    internal sealed override Initializer? InitialValues(Node node, int input, long[] shape, bool isTrainable) =>
        input switch
        {
            InputWeight or RecurrentWeight => new Initializer.Uniform(1 / Math.Sqrt(shape[1] / Gates)),
            Bias => new Initializer.Uniform(1 / Math.Sqrt(shape[1] / (2 * Gates))),
            _ => null,
        };

    internal sealed override int ChannelAxis(Node node, int inputAxis, int rank) => rank - 1;

    internal sealed override Node AfterRemoval(Node node, ChannelRemoval removal) =>
        node with
        {
            Attributes = node.Attributes.With("hidden_size", removal.KeptSlices(node.Inputs[RecurrentWeight], 2).Length),
        };

    internal static bool HasBias(Node node) => node.Inputs.Count > Bias && node.Inputs[Bias].Length > 0;

    /// <summary>True for every direction that goes from the last step to the first.</summary>
    internal static bool[] IsReverse(Node node) =>
        node.Attributes.Text("direction", "forward") switch
        {
            "forward" => [false],
            "reverse" => [true],
            "bidirectional" => [false, true],
            _ => throw NetworkErrors.AttributeInvalid("direction", "forward, reverse or bidirectional"),
        };

    private static int Directions(Node node) => IsReverse(node).Length;

    /// <summary>What the outputs of a node are.</summary>
    private static string[] Given(Node node)
    {
        if (node.Outputs.Count > 1)
            return Values[..node.Outputs.Count];
        string only = node.Attributes.Text(Output, States);
        return only is States or LastState ? [only] : throw NetworkErrors.AttributeInvalid(Output, $"{States} or {LastState}");
    }

    /// <summary>
    /// States in the order of their computation, <c>[dirs, rows, steps, H]</c>, in the order of time: <c>[rows, steps, dirs · H]</c>.
    /// </summary>
    private static Tensor InTime(Node node, Tensor states)
    {
        Tensor[] directions = [.. IsReverse(node).Select((reverse, d) => reverse ? states[d].flip(1) : states[d])];
        return directions.Length == 1 ? directions[0] : cat(directions, 2);
    }
}
