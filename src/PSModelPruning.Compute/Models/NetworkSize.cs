using PSModelPruning.Compute.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute;

/// <summary>The sizes of a network; counted once, when the model is made.</summary>
internal sealed record NetworkSize(long Parameters, long NonzeroParameters, long PrunableWeights, long ZeroWeights, long StoredBytes, long PackedBytes,
    long MultiplyAccumulates)
{
    /// <summary>The numbers that are not zero, by the parameter's name.</summary>
    internal required IReadOnlyDictionary<string, long> NonzeroByParameter { get; init; }

    internal double Sparsity => PrunableWeights == 0 ? 0 : (double)ZeroWeights / PrunableWeights;

    internal static NetworkSize Of(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        long parameters = 0, nonzero = 0, stored = 0, packed = 0, weights = 0, zeros = 0;
        HashSet<string> prunable = [.. graph.PrunableWeights().Select(w => w.Weight.Name)];
        var nonzeroByParameter = new Dictionary<string, long>();
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            long count = parameter.ElementCount;
            long set = count_nonzero(parameter.Value).item<long>();
            nonzeroByParameter[parameter.Name] = set;
            stored += count * sizeof(float);
            packed += PackedTensorBytes(count, set);
            if (!parameter.IsTrainable)
                continue;
            parameters += count;
            nonzero += set;
            if (!prunable.Contains(parameter.Name))
                continue;
            weights += count;
            zeros += count - set;
        }
        return new NetworkSize(parameters, nonzero, weights, zeros, stored, packed, graph.MultiplyAccumulates()) { NonzeroByParameter = nonzeroByParameter };
    }

    /// <summary>Bytes of one tensor as the model file packs it: a bit an element and the nonzero numbers, where that is smaller than dense.</summary>
    internal static long PackedTensorBytes(long elements, long nonzero) =>
        Math.Min(elements * sizeof(float), (elements + 7) / 8 + nonzero * sizeof(float));
}
