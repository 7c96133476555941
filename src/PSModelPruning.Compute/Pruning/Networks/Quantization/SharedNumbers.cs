using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Quantization;

/// <summary>
/// Training of a codebook's numbers: all weights that share a number get the sum of their gradients (Han, Mao, Dally 2016, section 3.3), so
/// that they move together and stay one number.
/// Weights that are 0 stay 0.
/// </summary>
internal sealed class SharedNumbers : IDisposable
{
    private readonly List<Entry> _entries = [];

    /// <param name="graph">A graph whose weights are encoded by codebooks.</param>
    internal SharedNumbers(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            if (parameter.Encoding is not CodebookEncoding codebook)
                continue;
            float[] values = [.. codebook.Values];
            long[] places =
            [
                .. parameter
                    .Value.data<float>()
                    .ToArray()
                    .Select(weight => weight == 0 ? (long)values.Length : CodebookQuantizer.Nearest(values, weight)),
            ];
            _entries.Add(new Entry(parameter, values.Length, tensor(places).DetachFromDisposeScope()));
        }
    }

    /// <summary>Replaces every gradient by the sum over the weights that share its number, and by 0 for weights that are 0.</summary>
    internal void ShareGradients()
    {
        using DisposeScope scope = NewDisposeScope();
        foreach (Entry entry in _entries)
        {
            Tensor gradient = entry.Parameter.Value.grad!;
            Tensor sums = zeros(entry.Numbers + 1).AddAt(0, entry.Places, gradient.reshape(-1));
            sums[entry.Numbers] = 0f;
            gradient.copy_(sums.index_select(0, entry.Places).view(gradient.shape));
        }
    }

    /// <summary>Sets the encodings to the numbers as they are after training.</summary>
    internal void Encode()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradient = no_grad();
        foreach (Entry entry in _entries)
        {
            long[] places = entry.Places.data<long>().ToArray();
            float[] weights = entry.Parameter.Value.data<float>().ToArray();
            // All weights of a place hold the same number; the first of them is taken, so that no last bit may differ.
            var numbers = new float?[entry.Numbers + 1];
            numbers[^1] = 0;
            for (int i = 0; i < weights.Length; i++)
                weights[i] = numbers[places[i]] ??= weights[i];
            entry.Parameter.Value.copy_(tensor(weights, entry.Parameter.Shape));
            entry.Parameter.Encoding = new CodebookEncoding([.. weights.Where(weight => weight != 0).Distinct().Order()]);
        }
    }

    public void Dispose()
    {
        foreach (Entry entry in _entries)
            entry.Places.Dispose();
    }

    /// <param name="Parameter">The weight.</param>
    /// <param name="Numbers">How many numbers it shares.</param>
    /// <param name="Places">The place of each weight's number, <c>[weights]</c>; one past the last for 0.</param>
    private sealed record Entry(GraphParameter Parameter, int Numbers, Tensor Places);
}
