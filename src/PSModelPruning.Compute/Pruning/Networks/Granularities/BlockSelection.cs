using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Runtime;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// As <see cref="ElementSelection"/>, but whole blocks go, those with the lowest mean score (a weight that is gone counts as 0); blocks at
/// the edges are smaller. As many go as come nearest to the fraction of the weights. Every layer keeps at least one block.
/// </summary>
internal sealed class BlockSelection(Graph graph, GranularityRules rules, BlockSize size) : ElementSelection(graph, rules)
{
    // Set before the base asks what can go: an initializer runs before the base's constructor.
    private readonly BlockSize _size = size;

    protected override bool MayExchange => false;

    protected override long MostOf(GraphParameter weight)
    {
        long[] matrix = Matrix(weight).ToMatrix(weight.Value.detach()).shape;
        return weight.ElementCount - Math.Min(_size.Outputs, matrix[1]) * Math.Min(_size.Inputs, matrix[2]);
    }

    protected override Tensor[] Lowest(IReadOnlyList<GraphParameter> weights, IReadOnlyList<Tensor> scores, long wanted)
    {
        Blocks[] blocks = [.. weights.Select((weight, i) => new Blocks(this, weight, scores[i]))];
        Tensor all = cat([.. blocks.Select(block => block.Scores)]),
            sizes = cat([.. blocks.Select(block => block.Sizes)]);
        Tensor order = all.argsort(0);
        Tensor reached = sizes.index_select(0, order).cumsum(0);
        long count = reached.IsAtMost(wanted).sum().item<long>();
        // One more where that comes nearer.
        if (
            count < order.numel()
            && all[order[count].item<long>()].item<double>() < double.PositiveInfinity
            && reached[count].item<double>() - wanted < wanted - (count == 0 ? 0 : reached[count - 1].item<double>())
        )
            count++;
        Tensor goes = zeros_like(all, ScalarType.Bool)
            .Fill(0, order.narrow(0, 0, count), true)
            .logical_and(all.IsNot(double.PositiveInfinity));
        Tensor[] byWeight = goes.split([.. blocks.Select(block => block.Scores.numel())]);
        return [.. blocks.Select((block, i) => block.Elements(byWeight[i]))];
    }

    /// <summary>The blocks of one weight.</summary>
    private sealed class Blocks
    {
        private readonly GraphParameter _weight;
        private readonly MatrixUse _use;
        private readonly BlockSize _size;
        private readonly long[] _matrix;
        private readonly long[] _padded;

        internal Blocks(BlockSelection selection, GraphParameter weight, Tensor scores)
        {
            _weight = weight;
            _use = selection.Matrix(weight);
            _size = selection._size;
            Tensor matrix = _use.ToMatrix(scores.to_type(ScalarType.Float64));
            _matrix = matrix.shape;
            _padded = [_matrix[0], Up(_matrix[1], _size.Outputs), Up(_matrix[2], _size.Inputs)];
            Tensor gone = matrix.Is(double.NegativeInfinity);
            Sizes = Sum(ones_like(matrix));
            Scores = Sum(matrix.FilledWhere(gone, 0)) / Sizes;
            Scores = Scores.FilledWhere(Sum(gone.to_type(ScalarType.Float64)).eq(Sizes), double.NegativeInfinity);
            Scores[Scores.argmax().item<long>()] = double.PositiveInfinity;
        }

        /// <summary>The mean of each block's scores, flat: −∞ for those that are gone, +∞ for the best.</summary>
        internal Tensor Scores { get; }

        /// <summary>The weights of each block.</summary>
        internal Tensor Sizes { get; }

        /// <summary>Flat, true for the elements of the chosen blocks and those that were gone.</summary>
        internal Tensor Elements(Tensor goes)
        {
            Tensor elements = goes.reshape(_padded[0], _padded[1] / _size.Outputs, 1, _padded[2] / _size.Inputs, 1)
                .expand(_padded[0], _padded[1] / _size.Outputs, _size.Outputs, _padded[2] / _size.Inputs, _size.Inputs)
                .reshape(_padded)
                .narrow(1, 0, _matrix[1])
                .narrow(2, 0, _matrix[2]);
            return _use.ToWeight(elements, _weight.Shape).logical_or(_weight.Value.detach().Is(0)).flatten();
        }

        private Tensor Sum(Tensor matrix) =>
            nn
                .functional.pad(matrix, [0, _padded[2] - _matrix[2], 0, _padded[1] - _matrix[1]])
                .reshape(_padded[0], _padded[1] / _size.Outputs, _size.Outputs, _padded[2] / _size.Inputs, _size.Inputs)
                .sum([2, 4])
                .flatten();

        private static long Up(long count, long size) => (count + size - 1) / size * size;
    }
}
