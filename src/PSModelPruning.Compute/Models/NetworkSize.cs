using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Packing;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute;

/// <summary>The sizes of a network; counted once, when the model is made.</summary>
internal sealed record NetworkSize(
    long Parameters,
    long NonzeroParameters,
    long PrunableWeights,
    long ZeroWeights,
    long StoredBytes,
    long MultiplyAccumulates
)
{
    /// <summary>
    /// Bytes of the parameters as the model file holds them. Packing takes milliseconds, so it is done when somebody asks for the first
    /// time.
    /// </summary>
    internal required Lazy<long> PackedBytes { get; init; }

    /// <summary>The numbers that are not zero, by the parameter's name.</summary>
    internal required IReadOnlyDictionary<string, long> NonzeroByParameter { get; init; }

    internal double Sparsity => PrunableWeights == 0 ? 0 : (double)ZeroWeights / PrunableWeights;

    internal static NetworkSize Of(Graph graph)
    {
        using DisposeScope scope = NewDisposeScope();
        long parameters = 0,
            nonzero = 0,
            stored = 0,
            weights = 0,
            zeros = 0;
        HashSet<string> prunable = [.. graph.PrunableWeights().Select(w => w.Weight.Name)];
        var nonzeroByParameter = new Dictionary<string, long>();
        foreach (GraphParameter parameter in graph.Parameters.Values)
        {
            long count = parameter.ElementCount;
            long set = count_nonzero(parameter.Value).item<long>();
            nonzeroByParameter[parameter.Name] = set;
            stored += count * sizeof(float);
            if (!parameter.IsTrainable)
                continue;
            parameters += count;
            nonzero += set;
            if (!prunable.Contains(parameter.Name))
                continue;
            weights += count;
            zeros += count - set;
        }
        return new NetworkSize(parameters, nonzero, weights, zeros, stored, graph.MultiplyAccumulates())
        {
            PackedBytes = new Lazy<long>(() => graph.Parameters.Values.Sum(ParameterPacking.Bytes)),
            NonzeroByParameter = nonzeroByParameter,
        };
    }
}
