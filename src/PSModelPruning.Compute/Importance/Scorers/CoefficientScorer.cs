using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Importance.Scorers;

/// <summary>
/// What a linear model multiplies the feature by. Regression: |coefficient|, in the target's own units per unit of the prepared input (a
/// standard deviation, of standardized numbers). Classification: the greatest change of the log-odds between any two classes per unit,
/// which for two classes is the |coefficient| of logistic regression, and does not depend on which class is the base. A category counts
/// with the greatest change that one category in place of another makes.
/// </summary>
internal sealed class CoefficientScorer : ModelScorer
{
    internal override string Name => "Coefficient";

    internal override string Description => "The absolute coefficient, per unit of the prepared input; linear models.";

    internal override bool NeedsRows => false;

    internal override ComputeMessage? Objection(Model model) =>
        model is NetworkModel { Kind: "Linear" }
            ? null
            : (ComputeMessage)$"only linear models ({Option.Kind.Is("Linear")}) have coefficients";

    internal override FeatureScore[] Score(
        Model model,
        IReadOnlyList<FeatureGroup> features,
        ModelRows rows,
        ImportanceOptions options,
        IWorkMonitor monitor
    )
    {
        double[][] coefficients = LinearCoefficients.Of((NetworkModel)model, monitor.Cancellation);
        return [.. features.Select(feature => new FeatureScore(Importance(feature, coefficients)))];
    }

    private static double Importance(FeatureGroup feature, double[][] coefficients)
    {
        double[][] own = coefficients[feature.FirstInput..(feature.FirstInput + feature.InputCount)];
        int outputs = own[0].Length;
        if (outputs == 1)
            return Change([.. own.Select(c => c[0])]);
        double greatest = 0;
        for (int a = 0; a < outputs; a++)
        {
            for (int b = a + 1; b < outputs; b++)
                greatest = Math.Max(greatest, Change([.. own.Select(c => c[a] - c[b])]));
        }
        return greatest;
    }

    /// <summary>By one unit of a number, or by another category.</summary>
    private static double Change(double[] effects) => effects.Length == 1 ? Math.Abs(effects[0]) : effects.Max() - effects.Min();
}
