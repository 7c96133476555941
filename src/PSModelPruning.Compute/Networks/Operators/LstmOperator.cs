using PSModelPruning.Compute.Networks.Operators.Recurrent;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks.Operators;

/// <summary>
/// Long short-term memory (Hochreiter, Schmidhuber 1997; with forget gate, Gers et al. 2000), gates in ONNX's order i, o, f, c:
/// i, o, f = σ(W x + R h + B), c̃ = tanh(W x + R h + B), c ← f ∘ c + i ∘ c̃, h ← o ∘ tanh(c). See <see cref="RecurrentOperator"/>.
/// </summary>
internal sealed class LstmOperator : RecurrentOperator
{
    internal override string Type => "LSTM";

    internal override int Gates => 4;

    internal override int RecurrentMatrices => 1;

    internal override int MostOutputs => 3;

    internal override IReadOnlyList<Tensor> Unroll(Node node, RecurrentRun run)
    {
        Tensor state = run.InitialState,
            cell = state;
        var states = new List<Tensor>(run.Products.Count);
        for (int step = 0; step < run.Products.Count; step++)
        {
            run.Arrivals?.Add(state);
            Tensor gates = state.baddbmm(run.Recurrent, run.Products[step]);
            if (run.RecurrentBias is { } bias)
                gates = gates.Plus(bias);
            if (run.Probe is { } probe)
                gates = gates.Plus(probe[step]);
            IReadOnlyList<Tensor> parts = gates.chunk(4, 2);
            Tensor input = parts[0].sigmoid(),
                output = parts[1].sigmoid(),
                forget = parts[2].sigmoid();
            cell = forget.mul(cell).Plus(input.mul(parts[3].tanh()));
            state = output.mul(cell.tanh());
            states.Add(state);
            run.Cells?.Add(cell);
        }
        return states;
    }
}
