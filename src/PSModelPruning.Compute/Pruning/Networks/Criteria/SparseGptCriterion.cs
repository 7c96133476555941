using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// Layer-wise reconstruction: what goes is what changes its layer's outputs least after the weights that stay have made up for it. A weight
/// in column i scores w²/[H_i⁻¹]₀₀, H = X Xᵀ of what arrives without the columns before i; then every row's columns are passed once from
/// left to right, each weight that goes shifting the columns behind it by −w/[H_i⁻¹]₀₀ · [H_i⁻¹]₀: (the optimal brain surgeon's update with
/// the columns before i frozen).
/// </summary>
/// <remarks>
/// Frantar, Alistarh: "SparseGPT: Massive Language Models Can Be Accurately Pruned in One-Shot", 2023, algorithm 1: all H_i⁻¹ from one
/// Cholesky factor of H⁻¹, updates gathered over blocks of 128 columns, which of a block go is chosen anew with the weights as updated so
/// far; layers in their order, each seeing what the pruned ones before it give. Convolutions are taken as matrices over their windows. How
/// much each layer loses is not for its scores to say; how many go of a block follows from the scores of its whole layer (in the paper
/// every block loses the same fraction, which does not suit images, whose borders are empty).
/// </remarks>
internal sealed class SparseGptCriterion : PruningCriterion
{
    private const int BlockColumns = 128;

    internal override string Name => "SparseGpt";

    internal override string Description =>
        "Removes weights that the outputs of a layer need least, and changes the others to compensate (Frantar & Alistarh " + "2023)";

    internal override bool NeedsData => true;

    internal override ScoreComparison Comparison => ScoreComparison.Layer;

    internal override IReadOnlyDictionary<string, string> UnfitLayers(Graph graph) =>
        graph.Nodes.Where(Tables.IsLookup).ToDictionary(node => node.Name, _ => "the entries of a table cannot make up for one another");

    internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters)
    {
        using IDisposable withoutGradient = no_grad();
        var hessians = new LayerHessians(context.Graph, context.Rows!, parameters, context.Monitor.Cancellation);
        return parameters.ToDictionary(
            name => name,
            name =>
            {
                context.Monitor.Cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                Tensor weight = context.Graph.Parameters[name].Value.detach();
                Tensor matrix = hessians.Use(name).ToMatrix(weight).to_type(ScalarType.Float64);
                Tensor scores = Scores(matrix, hessians.InverseFactor(name)) * hessians.Arrivals(name);
                return hessians.Use(name).ToWeight(scores, weight.shape).contiguous().MoveToOuterDisposeScope();
            }
        );
    }

    internal override void Compensate(CriterionContext context, IDictionary<string, Tensor> masks)
    {
        using Graph pruned = context.Graph.Clone();
        foreach (string name in pruned.PrunableWeights().Select(entry => entry.Weight.Name).Where(masks.ContainsKey))
        {
            using DisposeScope scope = NewDisposeScope();
            var hessians = new LayerHessians(pruned, context.Rows!, [name], context.Monitor.Cancellation);
            Tensor value = context.Graph.Parameters[name].Value.detach();
            MatrixUse use = hessians.Use(name);
            Tensor weights = use.ToMatrix(value).to_type(ScalarType.Float64).clone(),
                stays = use.ToMatrix(masks[name]).to_type(ScalarType.Float64).clone();
            Reconstruct(
                weights,
                stays,
                hessians.InverseFactor(name),
                context.MayExchange ? hessians.Arrivals(name) : null,
                context.Monitor.Cancellation
            );
            Tensor result = use.ToWeight(weights, value.shape).to_type(value.dtype);
            masks[name] = use.ToWeight(stays, value.shape).to_type(value.dtype).contiguous().MoveToOuterDisposeScope();
            value.copy_(result);
            pruned.Parameters[name].Value.detach().copy_(result);
        }
    }

    private static Tensor Scores(Tensor weights, Tensor factor) => weights.Squared() / factor.diagonal(0, -2, -1).Squared().unsqueeze(1);

    /// <summary>Sets what goes to zero and updates what stays, in place.</summary>
    /// <param name="weights"><c>[groups, out, in]</c>, float64.</param>
    /// <param name="stays">1 where a weight stays, 0 where it goes; the same shape.</param>
    /// <param name="factor">U with UᵀU = H⁻¹.</param>
    /// <param name="arrivals">Where something arrives, if other weights of a block may go instead; else null.</param>
    /// <param name="cancellation">Looked at for every column.</param>
    private static void Reconstruct(Tensor weights, Tensor stays, Tensor factor, Tensor? arrivals, CancellationToken cancellation)
    {
        long columns = weights.size(2);
        Tensor gone = weights.Is(0);
        for (long first = 0; first < columns; first += BlockColumns)
        {
            using DisposeScope scope = NewDisposeScope();
            long count = Math.Min(BlockColumns, columns - first);
            Tensor block = weights.narrow(2, first, count),
                blockStays = stays.narrow(2, first, count);
            Tensor blockFactor = factor.narrow(1, first, count).narrow(2, first, count);
            if (arrivals is not null)
                blockStays.copy_(
                    ChooseAgain(Scores(block, blockFactor) * arrivals.narrow(2, first, count), gone.narrow(2, first, count), blockStays)
                );
            Tensor errors = zeros_like(block);
            for (long column = 0; column < count; column++)
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope columnScope = NewDisposeScope();
                Tensor current = block.narrow(2, column, 1);
                Tensor error =
                    current * blockStays.narrow(2, column, 1).SubtractedFrom(1) / blockFactor.narrow(1, column, 1).narrow(2, column, 1);
                block
                    .narrow(2, column, count - column)
                    .sub_(matmul(error, blockFactor.narrow(1, column, 1).narrow(2, column, count - column)));
                errors.narrow(2, column, 1).copy_(error);
            }
            long rest = columns - first - count;
            if (rest > 0)
                weights.narrow(2, first + count, rest).sub_(matmul(errors, factor.narrow(1, first, count).narrow(2, first + count, rest)));
        }
        weights.mul_(stays);
    }

    /// <summary>As many weights of the block go as before; what was gone stays gone.</summary>
    private static Tensor ChooseAgain(Tensor scores, Tensor gone, Tensor stays)
    {
        long count = stays.numel() - (long)stays.sum().item<double>();
        Tensor ranked = scores.FilledWhere(gone, double.NegativeInfinity).flatten();
        return Granularities.LowestScores.Select(ranked, count).logical_not().to_type(ScalarType.Float64).reshape(stays.shape);
    }
}
