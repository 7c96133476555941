using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// Runs a graph: resolves names to slots once, so that a step costs no look-ups. Holds no tensors between runs; reads the parameters'
/// current tensors at every run.
/// </summary>
internal sealed class GraphRunner
{
    private readonly Step[] _steps;
    private readonly GraphParameter?[] _parameterOfSlot;
    private readonly int _inputSlot;
    private readonly int _outputSlot;

    internal GraphRunner(Graph graph)
    {
        var slots = new Dictionary<string, int> { [graph.InputName] = 0 };
        int SlotOf(string name)
        {
            if (name.Length == 0)
                return -1;
            if (!slots.TryGetValue(name, out int slot))
                slots.Add(name, slot = slots.Count);
            return slot;
        }
        _steps = [.. graph.Nodes.Select(node => new Step(
            OperatorCatalog.Get(node.OperatorType), node, [.. node.Inputs.Select(SlotOf)], SlotOf(node.Output)))];
        _inputSlot = 0;
        _outputSlot = SlotOf(graph.OutputName);
        _parameterOfSlot = new GraphParameter?[slots.Count];
        foreach ((string name, int slot) in slots)
            _parameterOfSlot[slot] = graph.Parameters.GetValueOrDefault(name);
    }

    /// <summary>Computes the network's output, differentiable. Intermediate tensors belong to the caller's dispose scope.</summary>
    /// <param name="input">A batch, <c>[rows, …input shape]</c>.</param>
    /// <param name="context">Training or inference.</param>
    /// <param name="observer">Called with every node, its input tensors and its output after it was computed; null in normal runs.</param>
    /// <returns>The raw output: logits <c>[rows, classes]</c>, or <c>[rows, 1]</c>.</returns>
    internal Tensor Run(Tensor input, in RunContext context, Action<Node, Tensor?[], Tensor>? observer = null)
    {
        var values = new Tensor?[_parameterOfSlot.Length];
        for (int slot = 0; slot < values.Length; slot++)
            values[slot] = _parameterOfSlot[slot]?.Value;
        values[_inputSlot] = input;
        foreach (Step step in _steps)
        {
            var inputs = new Tensor?[step.Inputs.Length];
            for (int i = 0; i < inputs.Length; i++)
                inputs[i] = step.Inputs[i] < 0 ? null : values[step.Inputs[i]];
            Tensor output = step.Operator.Execute(step.Node, inputs, context);
            values[step.Output] = output;
            observer?.Invoke(step.Node, inputs, output);
        }
        return values[_outputSlot]!;
    }

    private sealed record Step(Operator Operator, Node Node, int[] Inputs, int Output);
}
