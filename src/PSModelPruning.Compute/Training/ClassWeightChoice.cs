using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Training;

/// <summary>How a user asked for classes to be weighed; the weights follow from the rows and classes of a run.</summary>
internal abstract record ClassWeightChoice
{
    /// <summary>Rare classes count as much as frequent ones.</summary>
    internal static readonly ClassWeightChoice Balanced = new BalancedChoice();

    /// <summary>All classes count as much as their rows.</summary>
    internal static readonly ClassWeightChoice Equal = new ListedChoice([]);

    /// <summary>A weight a class, in the order of the classes.</summary>
    internal static ClassWeightChoice Listed(IReadOnlyList<double> weights) => new ListedChoice(weights);

    /// <summary>Weights by class name; classes that are not named weigh 1.</summary>
    internal static ClassWeightChoice Named(IReadOnlyDictionary<string, double> weights) => new NamedChoice(weights);

    /// <summary>The weights of a run in the order of its classes; empty for equal ones.</summary>
    /// <param name="training">The rows that are learned from.</param>
    /// <param name="classes">The class names in the order of the outputs.</param>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>: a name is not a class.</exception>
    internal abstract IReadOnlyList<double> Weights(Partition training, IReadOnlyList<string> classes);

    private sealed record BalancedChoice : ClassWeightChoice
    {
        internal override IReadOnlyList<double> Weights(Partition training, IReadOnlyList<string> classes) =>
            ClassWeights.Balance(training, classes.Count);
    }

    private sealed record ListedChoice(IReadOnlyList<double> Values) : ClassWeightChoice
    {
        internal override IReadOnlyList<double> Weights(Partition training, IReadOnlyList<string> classes) => Values;
    }

    private sealed record NamedChoice(IReadOnlyDictionary<string, double> Values) : ClassWeightChoice
    {
        internal override IReadOnlyList<double> Weights(Partition training, IReadOnlyList<string> classes) =>
            ClassWeights.ByName(Values, classes);
    }
}
