using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators.Recurrent;

/// <summary>
/// What a recurrent layer needs to compute its states: in the order of computation, which for the reverse direction begins with the last
/// step.
/// </summary>
/// <param name="Products">What the input weight gives, biases included where they are added before any gate: a step <c>[dirs, rows, gates ·
/// H]</c>.</param>
/// <param name="Recurrent">The recurrent weight, turned: <c>[dirs, H, gates · H]</c>.</param>
/// <param name="RecurrentBias">The biases of the recurrent weight, <c>[dirs, 1, gates · H]</c>, or null.</param>
/// <param name="Probe">What is added to the recurrent products, a step <c>[dirs · matrices, rows, gates · H / matrices]</c>; null in normal
/// runs.</param>
internal sealed record RecurrentRun(IReadOnlyList<Tensor> Products, Tensor Recurrent, Tensor? RecurrentBias, IReadOnlyList<Tensor>? Probe)
{
    /// <summary>Where given, receives for every step what the recurrent matrices multiply, <c>[dirs · matrices, rows, H]</c>.</summary>
    internal List<Tensor>? Arrivals { get; init; }

    /// <summary>Where given, receives the cell states of every step, <c>[dirs, rows, H]</c>, of layers that have them.</summary>
    internal List<Tensor>? Cells { get; init; }

    /// <summary>The state before the first step, zeros <c>[dirs, rows, H]</c>.</summary>
    internal Tensor InitialState => zeros([Recurrent.size(0), Products[0].size(1), Recurrent.size(1)], Recurrent.dtype);

    internal static RecurrentRun Of(RecurrentOperator kind, Node node, Tensor?[] inputs, RunProbe? probe)
    {
        Tensor weight = inputs[RecurrentOperator.InputWeight]!,
            recurrent = inputs[RecurrentOperator.RecurrentWeight]!;
        Tensor products = matmul(Steps(node, inputs[0]!), weight.transpose(1, 2).unsqueeze(1));
        Tensor? recurrentBias = null;
        if (RecurrentOperator.HasBias(node))
        {
            IReadOnlyList<Tensor> biases = inputs[RecurrentOperator.Bias]!.unsqueeze(1).chunk(2, 2);
            products = products.Plus(biases[0].unsqueeze(1));
            recurrentBias = biases[1];
        }
        long rows = products.size(2),
            steps = products.size(1),
            directions = products.size(0),
            outputs = products.size(3);
        IReadOnlyList<Tensor>? recurrentProbe = null;
        if (probe is not null)
        {
            products = products.Plus(Asked(RecurrentOperator.InputWeight, [directions, rows, steps, outputs]).transpose(1, 2));
            long matrices = kind.RecurrentMatrices;
            recurrentProbe = Asked(RecurrentOperator.RecurrentWeight, [directions * matrices, rows, steps, outputs / matrices]).unbind(2);
        }
        return new RecurrentRun(products.unbind(1), recurrent.transpose(1, 2), recurrentBias, recurrentProbe);

        // A probe is the caller's, beyond the operator's own dispose scope.
        Tensor Asked(int input, long[] shape) => probe(node, input, shape).MoveToOuterDisposeScope();
    }

    /// <summary>What arrives, in the order of computation: <c>[dirs, steps, rows, in]</c>.</summary>
    internal static Tensor Steps(Node node, Tensor x)
    {
        Tensor steps = x.transpose(0, 1);
        return stack([.. RecurrentOperator.IsReverse(node).Select(reverse => reverse ? steps.flip(0) : steps)]);
    }
}
