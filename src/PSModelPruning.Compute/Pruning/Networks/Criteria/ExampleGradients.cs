using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>
/// The gradients of every single calibration row's loss with respect to weights, exactly, at the price of one backward pass a batch: where
/// a weight multiplies rows x and the loss has the derivative δ at their products, the row's gradient is the sum of δ xᵀ over its positions
/// (Goodfellow, "Efficient Per-Example Gradient Computations", 2015; for convolutions Rochette et al. 2019). The network is in inference
/// mode, so that no row depends on another.
/// </summary>
/// <remarks>
/// The loss of a row is its negative log-likelihood: cross-entropy for classes; for numbers half the squared error (of the scaled target),
/// that of a normal distribution with variance 1.
/// </remarks>
internal sealed class ExampleGradients
{
    /// <summary>The most gradient elements that are held at once.</summary>
    private const long MostElements = 16 << 20;

    private readonly CriterionContext _context;
    private readonly IReadOnlyCollection<string> _weights;
    private readonly MatrixLayers _layers;

    /// <param name="context">The network and its rows.</param>
    /// <param name="weights">Names of weights, each used by matrix operators only.</param>
    internal ExampleGradients(CriterionContext context, IReadOnlyCollection<string> weights)
    {
        _context = context;
        _weights = weights;
        _layers = new MatrixLayers(context.Graph, weights);
    }

    /// <summary>Rows that gradients are taken of.</summary>
    internal int Rows => _context.Rows!.Count;

    /// <summary>Gives the gradients, some rows at a time.</summary>
    /// <param name="use">Receives by weight the gradients <c>[examples, …shape]</c>; disposed afterwards.</param>
    internal void EachChunk(Action<IReadOnlyDictionary<string, Tensor>> use) =>
        EachBatch(batch =>
        {
            long examples = batch.Examples,
                elements = _weights.Sum(name => _context.Graph.Parameters[name].ElementCount);
            long most = Math.Max(1, MostElements / Math.Max(1, elements));
            for (long first = 0; first < examples; first += most)
            {
                _context.Monitor.Cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                long count = Math.Min(most, examples - first);
                use(_weights.ToDictionary(name => name, name => batch.Gradients(name, first, count)));
            }
        });

    /// <summary>The sum over all rows of the squared gradients, by weight; belongs to the caller's dispose scope.</summary>
    internal Dictionary<string, Tensor> SumsOfSquares()
    {
        var sums = _weights.ToDictionary(name => name, name => zeros(_context.Graph.Parameters[name].Shape));
        EachBatch(batch =>
        {
            foreach (string name in _weights)
            {
                if (batch.SquaredOuterProduct(name) is { } squares)
                {
                    sums[name].Increase(squares);
                    continue;
                }
                long most = Math.Max(1, MostElements / sums[name].numel());
                for (long first = 0; first < batch.Examples; first += most)
                {
                    _context.Monitor.Cancellation.ThrowIfCancellationRequested();
                    using DisposeScope scope = NewDisposeScope();
                    sums[name].Increase(batch.Gradients(name, first, Math.Min(most, batch.Examples - first)).Squared().sum(dim: 0));
                }
            }
        });
        return sums;
    }

    /// <summary>Gives the gradients batch by batch; disposed afterwards.</summary>
    internal void EachBatch(Action<Batch> use)
    {
        using IDisposable withGradient = enable_grad();
        using Graph copy = _context.Graph.Clone();
        var runner = new GraphRunner(copy);
        foreach (string name in _weights)
            copy.Parameters[name].Value.requires_grad_(true);
        foreach ((Tensor input, Tensor target) in _context.Rows!.Batches())
        {
            _context.Monitor.Cancellation.ThrowIfCancellationRequested();
            using DisposeScope scope = NewDisposeScope();
            var seen = new List<(MatrixUse Use, Tensor?[] Inputs, Tensor Output)>();
            var probes = new Dictionary<(string Node, string Weight), Tensor>();
            RunContext context = RunContext.Inference with
            {
                Probe = (node, place, shape) => probes[(node.Name, node.Inputs[place])] = zeros(shape, requires_grad: true),
            };
            Tensor result = runner.Run(
                input,
                context,
                _layers.Show(
                    (layer, inputs, output) => seen.Add((layer, inputs, probes.GetValueOrDefault((layer.Node.Name, layer.Weight), output)))
                )
            );
            IList<Tensor> gradients = autograd.grad(
                [_context.Rows.NegativeLogLikelihood(result, target)],
                [.. seen.Select(entry => entry.Output)],
                allow_unused: true
            );
            using IDisposable withoutGradient = no_grad();
            use(
                new Batch(
                    _context.Graph,
                    input.size(0),
                    [
                        .. seen.Select(
                            (entry, i) =>
                                (
                                    entry.Use,
                                    entry.Use.Rows(entry.Inputs).detach(),
                                    entry.Use.Products(
                                        entry.Inputs,
                                        gradients[i] is { IsInvalid: false } gradient ? gradient : zeros_like(entry.Output)
                                    )
                                )
                        ),
                    ]
                )
            );
        }
    }

    /// <summary>
    /// What arrived at every use in a batch, <c>[groups, examples, positions, in]</c>, and the derivatives at the products, <c>[groups,
    /// examples, positions, out]</c>.
    /// </summary>
    internal sealed record Batch(Graph Graph, long Examples, IReadOnlyList<(MatrixUse Use, Tensor Rows, Tensor Derivatives)> Uses)
    {
        /// <summary>The gradients of some examples, <c>[count, …shape]</c>.</summary>
        internal Tensor Gradients(string weight, long first, long count)
        {
            long[] shape = Graph.Parameters[weight].Shape;
            Tensor? sum = null;
            foreach ((MatrixUse use, Tensor rows, Tensor derivatives) in Uses.Where(entry => entry.Use.Weight == weight))
            {
                Tensor products = matmul(derivatives.narrow(1, first, count).transpose(-1, -2), rows.narrow(1, first, count))
                    .transpose(0, 1);
                Tensor gradient = use.ToWeight(products, shape);
                sum = sum is null ? gradient : sum.Plus(gradient);
            }
            return sum!;
        }

        /// <summary>The gradients of all examples at some places of the flat weight, <c>[places, examples]</c>.</summary>
        internal Tensor Gradients(string weight, Tensor places)
        {
            if (OuterProduct(weight) is not var (use, rows, derivatives) || rows.size(0) != 1)
                return Gradients(weight, 0, Examples).flatten(1).index_select(1, places).transpose(0, 1).contiguous();
            // Only the products that are wanted: of a sparse weight that is little of the whole.
            long inputs = rows.size(3),
                outputs = derivatives.size(3);
            Tensor matrix = use.ToWeight(
                    TensorArithmetic.Range(outputs * inputs).reshape(1, outputs, inputs),
                    Graph.Parameters[weight].Shape
                )
                .flatten()
                .index_select(0, places);
            Tensor output = matrix.FloorOver(inputs),
                input = matrix.Modulo(inputs);
            return Columns(derivatives).index_select(0, output).mul_(Columns(rows).index_select(0, input));

            static Tensor Columns(Tensor tensor) => tensor.squeeze(0).squeeze(1).transpose(0, 1).contiguous();
        }

        /// <summary>
        /// The sum of the squared gradients, where they are outer products of one position: Σ (δxᵀ)² = (δ²)ᵀx². Null elsewhere.
        /// </summary>
        internal Tensor? SquaredOuterProduct(string weight) =>
            OuterProduct(weight) is not var (use, rows, derivatives)
                ? null
                : use.ToWeight(
                    matmul(derivatives.squeeze(2).Squared().transpose(-1, -2), rows.squeeze(2).Squared()),
                    Graph.Parameters[weight].Shape
                );

        /// <summary>The only use of a weight, where it has one position, so that a gradient is an outer product; else null.</summary>
        private (MatrixUse Use, Tensor Rows, Tensor Derivatives)? OuterProduct(string weight)
        {
            (MatrixUse Use, Tensor Rows, Tensor Derivatives)[] uses = [.. Uses.Where(entry => entry.Use.Weight == weight)];
            return uses.Length == 1 && uses[0].Rows.size(2) == 1 ? uses[0] : null;
        }
    }
}
