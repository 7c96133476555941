using PSModelPruning.Compute.Importance;

namespace PSModelPruning.Compute.Pruning.Features;

/// <summary>What a model itself says of its features, where it says something; else what shuffling them costs it.</summary>
internal static class OwnImportance
{
    private const string AnyModel = "Permutation";

    private static readonly string[] Preferred = ["Coefficient", "ImpurityDecrease"];

    /// <summary>
    /// The name of the scorer: Coefficient for linear models, ImpurityDecrease for trees and forests, Permutation for all others.
    /// </summary>
    internal static string Scorer(Model model)
    {
        IEnumerable<string> known = ScorerCatalog.Entries.Select(entry => entry.Name);
        return Preferred
            .Intersect(known)
            .FirstOrDefault(name => ScorerCatalog.Get(name) is ModelScorer scorer && scorer.Objection(model) is null)
            ?? AnyModel;
    }
}
