using PSModelPruning.Compute.Networks.Operators.Recurrent;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Gated recurrent unit (Cho et al. 2014), gates in ONNX's order z, r, h: z, r = σ(W x + R h + B), h̃ = tanh(W x + B_W + R (r ∘ h) + B_R),
/// or with
/// <c>linear_before_reset</c> 1 (as PyTorch) h̃ = tanh(W x + B_W + r ∘ (R h + B_R)); h ← (1 − z) ∘ h̃ + z ∘ h. See
/// <see cref="RecurrentOperator"/>.
/// </summary>
internal sealed class GruOperator : RecurrentOperator
{
    internal override string Type => "GRU";

    internal override int Gates => 3;

    internal override int RecurrentMatrices => 3;

    internal override IReadOnlyList<Tensor> Unroll(Node node, RecurrentRun run)
    {
        bool linearBeforeReset = node.Attributes.Integer("linear_before_reset", 0) != 0;
        Tensor state = run.InitialState;
        long hidden = run.Recurrent.size(1);
        long[] split = [2 * hidden, hidden];
        Tensor[] recurrent = run.Recurrent.split(split, 2),
            bias = run.RecurrentBias?.split(split, 2) ?? [];
        var states = new List<Tensor>(run.Products.Count);
        for (int step = 0; step < run.Products.Count; step++)
        {
            Tensor[] products = run.Products[step].split(split, 2);
            Tensor? probe = run.Probe is { } probes ? ByGate(probes[step], state.size(0)) : null;
            IReadOnlyList<Tensor> gates = With(state.baddbmm(recurrent[0], products[0]), 0).sigmoid().chunk(2, 2);
            Tensor update = gates[0],
                reset = gates[1];
            Tensor arrival = linearBeforeReset ? state : reset.mul(state);
            Tensor candidate = linearBeforeReset
                ? products[1].Plus(reset.mul(With(arrival.bmm(recurrent[1]), 1))).tanh()
                : With(arrival.baddbmm(recurrent[1], products[1]), 1).tanh();
            run.Arrivals?.Add(stack([state, state, arrival], 1).flatten(0, 1));
            state = candidate.Plus(update.mul(state.sub(candidate)));
            states.Add(state);

            Tensor With(Tensor sum, int part)
            {
                if (bias.Length > 0)
                    sum = sum.Plus(bias[part]);
                return probe is null ? sum : sum.Plus(probe.split(split, 2)[part]);
            }
        }
        return states;
    }

    /// <summary><c>[dirs · 3, rows, H]</c> into <c>[dirs, rows, 3 · H]</c>.</summary>
    private static Tensor ByGate(Tensor probe, long directions) =>
        probe.reshape(directions, 3, probe.size(1), probe.size(2)).transpose(1, 2).flatten(2);

    /// <summary>The form of PyTorch.</summary>
    internal override NodeAttributes WithUsualForm(NodeAttributes attributes) => attributes.With("linear_before_reset", 1);
}
