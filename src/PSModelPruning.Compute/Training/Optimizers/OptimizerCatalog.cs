using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Optimizers;

/// <summary>Lists every optimizer. To add one, add its class and a line here.</summary>
internal sealed class OptimizerCatalog : ICatalog
{
    private static readonly Variant[] Variants =
    [
        new(
            "SGD",
            "Stochastic gradient descent with momentum (0.9 by default) and optional look-ahead (Nesterov).",
            0.01,
            0.9,
            (parameters, options) => new SgdOptimizer(parameters, options)
        ),
        new(
            "Adam",
            "Steps scaled by running means of the gradient and its square; weight decay is a part of the gradient.",
            0.001,
            0,
            (parameters, options) => new AdamOptimizer(parameters, options)
        )
        {
            LinearFactor = 5,
        },
        new("AdamW", "Adam with weight decay that is decoupled from the gradient.", 0.001, 0, (parameters, options) =>
            new AdamWOptimizer(parameters, options)
        )
        {
            LinearFactor = 5,
            DecouplesDecay = true,
        },
        new(
            "RMSprop",
            "The gradient divided by the root of its running mean square, with optional momentum.",
            0.001,
            0,
            (parameters, options) => new RmsPropOptimizer(parameters, options)
        ),
    ];

    /// <inheritdoc/>
    public static string Family => "optimizer";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } = [.. Variants.Select(v => new CatalogEntry(v.Name, v.Description))];

    /// <summary>An optimizer of a run.</summary>
    /// <exception cref="ComputeException"><c>VariantUnknown</c>.</exception>
    internal static Optimizer Create(FlatParameters parameters, TrainingOptions options) =>
        Find(options.Optimizer).Create(parameters, options);

    /// <summary>The learning rate that usually suits the optimizer.</summary>
    internal static double DefaultLearningRate(string name) => Find(name).LearningRate;

    /// <summary>The learning rate that usually suits the optimizer where the model is linear.</summary>
    internal static double DefaultLinearLearningRate(string name) => Find(name).LearningRate * Find(name).LinearFactor;

    /// <summary>The momentum of the optimizer where none was asked for.</summary>
    internal static double DefaultMomentum(string name) => Find(name).Momentum;

    /// <summary>Whether weight decay is apart from the gradient, so that the same figure decays more or less than elsewhere.</summary>
    internal static bool DecouplesDecay(string name) => Find(name).DecouplesDecay;

    private static Variant Find(string name) =>
        Variants.FirstOrDefault(v => v.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw CatalogErrors.VariantUnknown<OptimizerCatalog>(name);

    private sealed record Variant(
        string Name,
        string Description,
        double LearningRate,
        double Momentum,
        Func<FlatParameters, TrainingOptions, Optimizer> Create
    )
    {
        /// <summary>How much faster a linear model can learn: it has no hidden layers that a larger step could upset.</summary>
        internal double LinearFactor { get; init; } = 1;

        internal bool DecouplesDecay { get; init; }
    }
}
