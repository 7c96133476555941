using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>
/// Finds how raw rows must be prepared for an ensemble, so that the inputs of every member follow from them: features are matched by name,
/// a member may take fewer of them, and scale them otherwise.
/// </summary>
internal static class EnsembleSchema
{
    /// <summary>
    /// The preprocessing of the first of these that every member can follow from: the data set that was given, those that the members were
    /// trained on, the members themselves; else the features of all members together, each as the first member that has it prepares it.
    /// Features that no member takes are left out, and what replaces a missing value is there where any member was trained with one.
    /// </summary>
    /// <exception cref="ComputeException"><c>EnsembleSchemaMismatch</c>: a feature has another kind or encoding in two members.</exception>
    internal static Preprocessing Of(IReadOnlyList<Model> members, Dataset? dataset)
    {
        Preprocessing[] wanted = [.. members.Select(member => member.Preprocessing)];
        IEnumerable<Preprocessing> known = dataset is not null
            ? [dataset.Preprocessing]
            : members.Select(member => member.Dataset?.Preprocessing).OfType<Preprocessing>().Concat(wanted);
        Preprocessing found = known
            .Distinct(ReferenceEqualityComparer.Instance)
            .Cast<Preprocessing>()
            .FirstOrDefault(given => wanted.All(one => Follows(one, given)))
            ?? (dataset is null ? Together(wanted) : dataset.Preprocessing);
        foreach (Model member in members)
            SchemaMatch.Inputs(member.Preprocessing, found, difference => EnsembleErrors.SchemasDiffer(member, difference));
        return WithReplacements(OnlyNeeded(found, wanted), wanted);
    }

    /// <summary>Whether the inputs of one preparation follow from those of another.</summary>
    internal static bool Follows(Preprocessing wanted, Preprocessing given)
    {
        if (wanted.Culture != given.Culture)
            return false;
        bool follows = true;
        try
        {
            SchemaMatch.Inputs(wanted, given, _ =>
            {
                follows = false;
                return new ComputeException("SchemaMismatch", ErrorKind.InvalidArgument, "");
            });
        }
        catch (ComputeException) when (!follows) { }
        return follows;
    }

    private static Preprocessing Together(IReadOnlyList<Preprocessing> wanted)
    {
        if (wanted.Any(one => one.Features.Count == 0))
            return wanted[0];
        var features = new List<DatasetColumn>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        int next = 0;
        foreach (DatasetColumn feature in wanted.SelectMany(one => one.Features))
        {
            if (!names.Add(feature.Name))
                continue;
            features.Add(feature with { FirstInput = next });
            next += feature.InputCount;
        }
        return wanted[0] with { Features = features, InputShape = [next] };
    }

    private static Preprocessing OnlyNeeded(Preprocessing given, IEnumerable<Preprocessing> wanted)
    {
        var names = wanted.SelectMany(one => one.Features).Select(feature => feature.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        int[] needed = [.. Enumerable.Range(0, given.Features.Count).Where(i => names.Contains(given.Features[i].Name))];
        return needed.Length == given.Features.Count ? given : given.KeepFeatures(needed);
    }

    private static Preprocessing WithReplacements(Preprocessing given, IReadOnlyList<Preprocessing> wanted)
    {
        if (given.Features.All(feature => feature.MissingReplacement is not null))
            return given;
        ILookup<string, string> known = wanted
            .SelectMany(one => one.Features)
            .Where(feature => feature.MissingReplacement is not null)
            .ToLookup(feature => feature.Name, feature => feature.MissingReplacement!, StringComparer.OrdinalIgnoreCase);
        return given.Features.Any(feature => feature.MissingReplacement is null && known.Contains(feature.Name))
            ? given with
            {
                Features =
                [
                    .. given.Features.Select(feature =>
                        feature with
                        {
                            MissingReplacement = feature.MissingReplacement ?? known[feature.Name].FirstOrDefault(),
                        }
                    ),
                ],
            }
            : given;
    }
}
