using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// The empirical Fisher matrix of the weights that are left, in blocks along its diagonal: F = 1/N Σ_n ∇ℓ_n ∇ℓ_nᵀ + λI over the gradients
/// of single calibration rows, within runs of <see cref="Size"/> weights that are neighbours once those that are gone are left out. The
/// fewer are left, the larger the blocks and the less they cost.
/// </summary>
internal sealed class FisherBlocks
{
    /// <summary>Weights of a block, at least and at most.</summary>
    private const int SmallestSize = 64,
        LargestSize = 256;

    /// <summary>Numbers of all blocks together that larger blocks may have.</summary>
    private const long MostNumbers = 1 << 24;

    /// <summary>Rows that the matrix is estimated from.</summary>
    private const int MostRows = 1024;

    /// <summary>Rows of a batch where no layer unfolds them, and gradients of single rows that are held at once.</summary>
    private const int RowsAtOnce = 256;
    private const long GradientsAtOnce = 1 << 23;

    /// <summary>λ as a part of the mean of the diagonal.</summary>
    private const double Damping = 0.01;

    /// <summary>Numbers of the blocks that are solved at once.</summary>
    private const int SolvedAtOnce = 1 << 22;

    private readonly Dictionary<string, Tensor> _left;
    private readonly Dictionary<string, Tensor> _blocks;
    private readonly double _damping;
    private readonly CancellationToken _cancellation;

    /// <param name="context">The network and its rows.</param>
    /// <param name="weights">Names of weights.</param>
    internal FisherBlocks(CriterionContext context, IReadOnlyCollection<string> weights)
    {
        _cancellation = context.Monitor.Cancellation;
        Graph graph = context.Graph;
        _left = weights.ToDictionary(name => name, name => graph.Parameters[name].Value.detach().flatten().nonzero().flatten());
        long count = Math.Max(1, _left.Values.Sum(places => places.numel()));
        Size = SizeFor(count);
        _blocks = weights.ToDictionary(name => name, name => zeros([BlockCount(name), Size, Size]));
        var gradients = new ExampleGradients(
            context with
            {
                Rows = context.Rows!.First(MostRows, IsOfMatrices(graph, weights) ? RowsAtOnce : 0),
            },
            weights
        );
        gradients.EachBatch(batch =>
        {
            foreach (string name in weights)
                Add(batch, name);
        });
        double trace = 0;
        foreach (Tensor blocks in _blocks.Values)
        {
            blocks.DivideBy(gradients.Rows);
            trace += blocks.diagonal(0, 1, 2).sum(ScalarType.Float64).item<double>();
        }
        _damping = Math.Max(Damping * trace / count, 1e-12);
    }

    /// <summary>Weights of a block.</summary>
    internal int Size { get; }

    /// <summary>The diagonal of F⁻¹ for every weight, of the weight's shape, float64; 1 where a weight is gone.</summary>
    internal Tensor InverseDiagonal(string weight, long[] shape)
    {
        Tensor all = ones(shape.Aggregate(1L, (product, size) => product * size), ScalarType.Float64);
        return Join(weight, all, Solve(weight, (fisher, _) => cholesky_inverse(linalg.cholesky(fisher), false).diagonal(0, 1, 2)))
            .reshape(shape);
    }

    /// <summary>
    /// The weights that make ½ δᵀFδ least, the change of the loss by second order, where some go: δ = −w for those, and F_RR δ_R = F_RQ w_Q
    /// for the rest R of the block (all of a block at once: the joint form of the optimal brain surgeon's update).
    /// </summary>
    /// <param name="weight">The weight's name.</param>
    /// <param name="value">The weight.</param>
    /// <param name="stays">1 where it stays, 0 where it goes or is gone.</param>
    internal Tensor Compensated(string weight, Tensor value, Tensor stays)
    {
        Tensor values = Split(weight, value),
            keep = Split(weight, stays);
        Tensor result = Solve(weight, (fisher, range) =>
        {
            Tensor w = values[range].unsqueeze(2),
                k = keep[range].unsqueeze(2),
                goes = k.SubtractedFrom(1);
            Tensor rest = (k * fisher * k.transpose(1, 2)).Plus(diag_embed(goes.squeeze(2)));
            return (w.Plus(cholesky_solve(k * matmul(fisher, goes * w), linalg.cholesky(rest), false)) * k).squeeze(2);
        });
        return Join(weight, zeros(value.numel(), ScalarType.Float64), result).reshape(value.shape);
    }

    /// <summary>The size of blocks where so many weights are left: a power of 2.</summary>
    internal static int SizeFor(long count)
    {
        int size = LargestSize;
        while (size > SmallestSize && size * count > MostNumbers)
            size /= 2;
        return size;
    }

    private static bool IsOfMatrices(Graph graph, IReadOnlyCollection<string> weights) =>
        weights.All(name => graph.Parameters[name].Shape.Length == 2);

    private void Add(ExampleGradients.Batch batch, string weight)
    {
        Tensor blocks = _blocks[weight],
            places = _left[weight];
        long atOnce = Math.Max(1, GradientsAtOnce / batch.Examples / Size);
        for (long first = 0; first < blocks.size(0); first += atOnce)
        {
            _cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            long count = Math.Min(atOnce, blocks.size(0) - first),
                start = first * Size,
                end = Math.Min((first + count) * Size, places.numel());
            Tensor gradients = batch.Gradients(weight, places.slice(0, start, end, 1));
            Tensor whole = nn.functional.pad(gradients, [0, 0, 0, count * Size - gradients.size(0)]).reshape(count, Size, batch.Examples);
            blocks.narrow(0, first, count).Increase(bmm(whole, whole.transpose(1, 2)));
        }
    }

    /// <summary>
    /// Does something with the blocks, some at a time. By Cholesky factors: batches of larger LU factorizations on several threads fail in
    /// the mathematics library.
    /// </summary>
    private Tensor Solve(string weight, Func<Tensor, TensorIndex, Tensor> solve)
    {
        Tensor blocks = _blocks[weight],
            damping = eye(Size, dtype: ScalarType.Float64).Times(_damping);
        var results = new List<Tensor> { empty([0, Size], ScalarType.Float64) };
        long atOnce = Math.Max(1, SolvedAtOnce / Size / Size);
        for (long first = 0; first < blocks.size(0); first += atOnce)
        {
            _cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            var range = TensorIndex.Slice(first, Math.Min(first + atOnce, blocks.size(0)));
            results.Add(solve(blocks[range].to_type(ScalarType.Float64).Plus(damping), range).MoveToOuterDisposeScope());
        }
        return cat(results);
    }

    private long BlockCount(string weight) => (_left[weight].numel() + Size - 1) / Size;

    /// <summary>The elements that are left in blocks, <c>[blocks, size]</c>, float64, zeros at the end.</summary>
    private Tensor Split(string weight, Tensor value)
    {
        Tensor left = value.flatten().index_select(0, _left[weight]).to_type(ScalarType.Float64);
        return nn.functional.pad(left, [0, BlockCount(weight) * Size - left.numel()]).reshape(-1, Size);
    }

    /// <summary>Puts numbers in blocks at their places among all elements.</summary>
    private Tensor Join(string weight, Tensor all, Tensor blocks) =>
        all.index_copy_(0, _left[weight], blocks.flatten().narrow(0, 0, _left[weight].numel()));
}
