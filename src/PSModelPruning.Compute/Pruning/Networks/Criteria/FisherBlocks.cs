using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// The empirical Fisher matrix of weights in blocks along its diagonal: F = 1/N Σ_n ∇ℓ_n ∇ℓ_nᵀ + λI over the gradients of single calibration rows, within
/// runs of <see cref="Size"/> neighbouring weights. Weights that are gone have no gradient.
/// </summary>
internal sealed class FisherBlocks
{
    /// <summary>Weights of a block.</summary>
    internal const int Size = 64;

    /// <summary>Rows that the matrix is estimated from: sixteen times the size of a block, as their number is what scoring takes its time for.</summary>
    private const int MostRows = 1024;

    /// <summary>λ as a part of the mean of the diagonal.</summary>
    private const double Damping = 0.01;

    /// <summary>Blocks that are solved at once.</summary>
    private const int BlocksAtOnce = 1024;

    private readonly Dictionary<string, Tensor> _blocks;
    private readonly double _damping;

    /// <param name="context">The network and its rows.</param>
    /// <param name="weights">Names of weights.</param>
    internal FisherBlocks(CriterionContext context, IReadOnlyCollection<string> weights)
    {
        Graph graph = context.Graph;
        var gradients = new ExampleGradients(context with { Rows = context.Rows!.First(MostRows) }, weights);
        _blocks = weights.ToDictionary(name => name, name => zeros([BlockCount(graph.Parameters[name].ElementCount), Size, Size]));
        Dictionary<string, Tensor> alive = weights.ToDictionary(name => name, name => graph.Parameters[name].Value.detach().ne(Number.Of(0)).to_type(ScalarType.Float32));
        gradients.EachChunk(chunk =>
        {
            foreach ((string name, Tensor gradient) in chunk)
            {
                Tensor rows = Split((gradient * alive[name]).flatten(1)).transpose(0, 1);
                _blocks[name].add_(bmm(rows.transpose(1, 2), rows), Number.Of(1.0 / gradients.Rows));
            }
        });
        double trace = _blocks.Values.Sum(block => block.diagonal(0, 1, 2).sum(ScalarType.Float64).item<double>());
        double count = alive.Values.Sum(elements => elements.sum(ScalarType.Float64).item<double>());
        _damping = Math.Max(Damping * trace / Math.Max(count, 1), 1e-12);
    }

    /// <summary>The diagonal of F⁻¹ for every weight, of the weight's shape, float64.</summary>
    internal Tensor InverseDiagonal(string weight, long[] shape) => Join(Solve(_blocks[weight], (fisher, _) => linalg.inv(fisher).diagonal(0, 1, 2)), shape);

    /// <summary>
    /// The weights that make ½ δᵀFδ least, the change of the loss by second order, where some go: δ = −w for those, and F_RR δ_R = F_RQ w_Q for the rest R
    /// of the block (all of a block at once: the joint form of the optimal brain surgeon's update).
    /// </summary>
    /// <param name="weight">The weight's name.</param>
    /// <param name="value">The weight.</param>
    /// <param name="stays">1 where it stays, 0 where it goes or is gone.</param>
    internal Tensor Compensated(string weight, Tensor value, Tensor stays)
    {
        Tensor values = Split(value.flatten().unsqueeze(0)).squeeze(0).to_type(ScalarType.Float64), keep = Split(stays.flatten().unsqueeze(0)).squeeze(0).to_type(ScalarType.Float64);
        Tensor result = Solve(_blocks[weight], (fisher, range) =>
        {
            Tensor w = values[range].unsqueeze(2), k = keep[range].unsqueeze(2);
            Tensor rest = (k * fisher * k.transpose(1, 2)).Plus(diag_embed(k.SubtractedFrom(1).squeeze(2)));
            return (w.Plus(linalg.solve(rest, k * matmul(fisher, k.SubtractedFrom(1) * w))) * k).squeeze(2);
        });
        return Join(result, value.shape);
    }

    private Tensor Solve(Tensor blocks, Func<Tensor, TensorIndex, Tensor> solve)
    {
        var results = new List<Tensor>();
        Tensor damping = eye(Size, dtype: ScalarType.Float64).Times(_damping);
        for (long first = 0; first < blocks.size(0); first += BlocksAtOnce)
        {
            using DisposeScope scope = NewDisposeScope();
            var range = TensorIndex.Slice(first, Math.Min(first + BlocksAtOnce, blocks.size(0)));
            results.Add(solve(blocks[range].to_type(ScalarType.Float64).Plus(damping), range).MoveToOuterDisposeScope());
        }
        return cat(results);
    }

    private static long BlockCount(long elements) => (elements + Size - 1) / Size;

    /// <summary><c>[rows, elements]</c> into <c>[rows, blocks, size]</c>, zeros at the end.</summary>
    private static Tensor Split(Tensor flat)
    {
        long blocks = BlockCount(flat.size(1));
        return nn.functional.pad(flat, [0, blocks * Size - flat.size(1)]).reshape(flat.size(0), blocks, Size);
    }

    private static Tensor Join(Tensor blocks, long[] shape) => blocks.flatten().narrow(0, 0, shape.Aggregate(1L, (product, size) => product * size)).reshape(shape);
}
