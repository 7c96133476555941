using PSModelPruning.Compute.Models.Rules;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>One threshold of one feature: the decision stump that tells most of what the model says.</summary>
internal sealed class ThresholdSubmodel : SubmodelFamily
{
    internal override string Name => "Threshold";

    internal override string Description => "One feature above or below a threshold (Holte 1993).";

    internal override IEnumerable<Submodel> Candidates(SubmodelContext context)
    {
        (RuleTerm Term, double[] Values, BestThreshold Best)? found = null;
        for (int input = 0; input < context.Width; input++)
        {
            context.Monitor.Cancellation.ThrowIfCancellationRequested();
            RuleTerm term = context.Single(input);
            double[] values = context.Values(term);
            if (BestThreshold.Of(values, context) is { } best && (found is null || best.Quality > found.Value.Best.Quality))
                found = (term, values, best);
        }
        return found is { } f ? [Submodel.Of(f.Best.Model(f.Term, f.Values, context))] : [];
    }
}
