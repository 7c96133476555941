namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>The order in which a method lets the features of a model go, from the first to go to the last.</summary>
internal sealed class FeatureOrder
{
    /// <param name="steps">The steps; those that are missing at the end never go.</param>
    /// <param name="natural">How many steps go by the method's own rule; null for a method that has none, which then needs a
    /// target.</param>
    internal FeatureOrder(IReadOnlyList<FeatureStep> steps, int? natural = null)
    {
        Steps = steps;
        Natural = natural;
    }

    internal IReadOnlyList<FeatureStep> Steps { get; }

    internal int? Natural { get; }

    /// <summary>The features that stay when the first steps have gone, ascending.</summary>
    /// <param name="features">The model's features.</param>
    /// <param name="steps">How many steps go.</param>
    internal int[] Kept(int features, int steps)
    {
        HashSet<int> gone = [.. Steps.Take(steps).SelectMany(step => step.Features)];
        return [.. Enumerable.Range(0, features).Where(feature => !gone.Contains(feature))];
    }

    /// <summary>The most steps that may go so that at least so many features stay.</summary>
    internal int StepsTo(int features, int kept)
    {
        int left = features;
        for (int step = 0; step < Steps.Count; step++)
        {
            left -= Steps[step].Features.Count;
            if (left < kept)
                return step;
        }
        return Steps.Count;
    }

    /// <summary>The record of what went.</summary>
    internal FeatureDrop[] Drops(IReadOnlyList<DatasetColumn> features, int steps)
    {
        int order = 0;
        return
        [
            .. Steps
                .Take(steps)
                .SelectMany(step =>
                    step.Features.Select(feature => new FeatureDrop(
                        features[feature].Name,
                        ++order,
                        step.Reason,
                        step.Importance,
                        step.Score
                    ))
                ),
        ];
    }
}
