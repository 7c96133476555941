namespace PSModelPruning.Compute.Runtime;

/// <summary>The error of a name that no variant of a family has.</summary>
internal static class CatalogErrors
{
    internal static ComputeException VariantUnknown<TCatalog>(string name)
        where TCatalog : ICatalog => new("VariantUnknown", ErrorKind.InvalidArgument, Text<TCatalog>(name));

    /// <summary>What is wrong with the name, the nearest that there is, and all that there are.</summary>
    internal static string Text<TCatalog>(string name)
        where TCatalog : ICatalog
    {
        string[] known = [.. TCatalog.Entries.Select(entry => entry.Name)];
        IReadOnlyList<string> near = NearestNames.Find(name, known, most: 1);
        return $"'{name}' is not a known {TCatalog.Family}.{(near.Count > 0 ? $" Did you mean '{near[0]}'?" : "")} Known: "
            + $"{string.Join(", ", known)}.";
    }
}
