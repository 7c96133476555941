using static TorchSharp.torch;

namespace PSModelPruning.Compute.Networks;

/// <summary>
/// Runs a graph: resolves names to slots once, so that a step costs no look-ups. Holds no tensors between runs; reads the parameters'
/// current tensors at every run. Thread-safe, as long as no parameter is replaced during a run.
/// </summary>
internal sealed class GraphRunner
{
    private readonly Step[] _steps;
    private readonly Step[] _inferenceSteps;
    private readonly GraphParameter?[] _parameterOfSlot;
    private readonly int _inputSlot;
    private readonly int _outputSlot;
    private readonly int _inferenceOutputSlot;

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
        _steps =
        [
            .. graph.Nodes.Select(node => new Step(node.Operator, node, [.. node.Inputs.Select(SlotOf)], [.. node.Outputs.Select(SlotOf)])),
        ];
        _inputSlot = 0;
        _outputSlot = SlotOf(graph.OutputName);
        _parameterOfSlot = new GraphParameter?[slots.Count];
        foreach ((string name, int slot) in slots)
            _parameterOfSlot[slot] = graph.Parameters.GetValueOrDefault(name);
        (_inferenceSteps, _inferenceOutputSlot) = PlanInference();
    }

    /// <summary>Computes the network's output, differentiable. Intermediate tensors belong to the caller's dispose scope.</summary>
    /// <param name="input">A batch, <c>[rows, …input shape]</c>.</param>
    /// <param name="context">Training or inference.</param>
    /// <param name="observer">Called with every node, its input tensors and its first output after it was computed; null in normal
    /// runs.</param>
    /// <param name="values">Called with every value that a node gives and its name; null in normal runs.</param>
    /// <returns>The raw output: logits <c>[rows, classes]</c>, or <c>[rows, 1]</c>.</returns>
    internal Tensor Run(
        Tensor input,
        in RunContext context,
        Action<Node, Tensor?[], Tensor>? observer = null,
        Action<string, Tensor>? values = null
    )
    {
        Tensor?[] slots = Values(input);
        foreach (Step step in _steps)
        {
            Tensor?[] inputs = InputsOf(step, slots);
            if (step.HasOneOutput)
                slots[step.Output] = step.Operator.Execute(step.Node, inputs, context);
            else
                step.Store(step.Operator.ExecuteAll(step.Node, inputs, context), slots);
            observer?.Invoke(step.Node, inputs, slots[step.Output]!);
            if (values is not null)
                step.Show(slots, values);
        }
        return slots[_outputSlot]!;
    }

    /// <summary>
    /// Computes the network's output for inference, without gradients: lets go of every intermediate tensor after its last use, and writes
    /// activation functions over their input where nothing else reads it. Equals <see cref="Run"/> with <see cref="RunContext.Inference"/>.
    /// </summary>
    /// <param name="input">A batch, <c>[rows, …input shape]</c>; unchanged.</param>
    internal Tensor Infer(Tensor input)
    {
        using IDisposable gradient = no_grad();
        Tensor?[] values = Values(input);
        foreach (Step step in _inferenceSteps)
        {
            Tensor?[] inputs = InputsOf(step, values);
            if (!step.HasOneOutput)
                step.Store(step.Operator.ExecuteAll(step.Node, inputs, RunContext.Inference), values);
            else if (step.Overwrites)
                values[step.Output] = step.Operator.ExecuteInPlace(step.Node, inputs);
            else
                values[step.Output] = step.Operator.Execute(step.Node, inputs, RunContext.Inference);
            foreach (int slot in step.Releases)
            {
                if (!step.Gives(values, slot))
                    values[slot]!.Dispose();
                values[slot] = null;
            }
        }
        return values[_inferenceOutputSlot]!;
    }

    private Tensor?[] Values(Tensor input)
    {
        var values = new Tensor?[_parameterOfSlot.Length];
        for (int slot = 0; slot < values.Length; slot++)
            values[slot] = _parameterOfSlot[slot]?.Value;
        values[_inputSlot] = input;
        return values;
    }

    private static Tensor?[] InputsOf(Step step, Tensor?[] values)
    {
        var inputs = new Tensor?[step.Inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
            inputs[i] = step.Inputs[i] < 0 ? null : values[step.Inputs[i]];
        return inputs;
    }

    /// <summary>Leaves out what does nothing in inference, and finds each value's last use.</summary>
    private (Step[] Steps, int Output) PlanInference()
    {
        int[] same = [.. Enumerable.Range(0, _parameterOfSlot.Length)];
        var steps = new List<Step>();
        foreach (Step step in _steps)
        {
            Step renamed = step with { Inputs = [.. step.Inputs.Select(slot => slot < 0 ? slot : same[slot])] };
            if (step.HasOneOutput && step.Operator.IsIdentityInInference)
                same[step.Output] = renamed.Inputs[0];
            else
                steps.Add(renamed);
        }
        int output = same[_outputSlot];
        var lastUse = new Dictionary<int, int>();
        // Values that no other value shares memory with, so that they may be overwritten.
        var own = new HashSet<int>();
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int slot in steps[i].Inputs)
                lastUse[slot] = i;
        }
        for (int i = 0; i < steps.Count; i++)
        {
            Step step = steps[i];
            int[] releases =
            [
                .. step
                    .Inputs.Distinct()
                    .Where(slot =>
                        slot >= 0 && slot != _inputSlot && slot != output && _parameterOfSlot[slot] is null && lastUse[slot] == i
                    ),
                // What nothing reads goes at once.
                .. step.Outputs.Where(slot => slot >= 0 && slot != output && !lastUse.ContainsKey(slot)),
            ];
            bool overwrites =
                step.Inputs.Length > 0
                && releases.Contains(step.Inputs[0])
                && own.Contains(step.Inputs[0])
                && step.Inputs.Count(slot => slot == step.Inputs[0]) == 1;
            steps[i] = step with { Releases = releases, Overwrites = overwrites };
            if (step.Operator.SharesMemory)
                own.ExceptWith(step.Inputs);
            else
                own.UnionWith(step.Outputs);
        }
        return ([.. steps], output);
    }

    /// <param name="Operator">The operator.</param>
    /// <param name="Node">The node.</param>
    /// <param name="Inputs">The slots of its inputs; -1 for one that is left out.</param>
    /// <param name="Outputs">The slots of its outputs; -1 for one that is left out.</param>
    private sealed record Step(Operator Operator, Node Node, int[] Inputs, int[] Outputs)
    {
        /// <summary>The slot of its first output.</summary>
        internal int Output { get; } = Outputs.First(slot => slot >= 0);

        internal bool HasOneOutput { get; } = Outputs.Length == 1;

        /// <summary>Puts what was computed into the slots.</summary>
        internal void Store(IReadOnlyList<Tensor?> outputs, Tensor?[] slots)
        {
            for (int i = 0; i < Outputs.Length; i++)
            {
                if (Outputs[i] >= 0)
                    slots[Outputs[i]] = outputs[i];
                else
                    outputs[i]?.Dispose();
            }
        }

        /// <summary>Shows every output with its name.</summary>
        internal void Show(Tensor?[] slots, Action<string, Tensor> values)
        {
            for (int i = 0; i < Outputs.Length; i++)
            {
                if (Outputs[i] >= 0)
                    values(Node.Outputs[i], slots[Outputs[i]]!);
            }
        }

        /// <summary>True where a slot holds the very tensor that is an output which is still needed.</summary>
        internal bool Gives(Tensor?[] slots, int slot)
        {
            foreach (int output in Outputs)
            {
                if (output >= 0 && output != slot && ReferenceEquals(slots[output], slots[slot]))
                    return true;
            }
            return false;
        }

        /// <summary>The slots of values that are not needed after this step.</summary>
        internal int[] Releases { get; init; } = [];

        /// <summary>True where the first input's memory is this step's to overwrite.</summary>
        internal bool Overwrites { get; init; }
    }
}
