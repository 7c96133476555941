using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Pruning;

namespace PSModelPruning.Arguments;

/// <summary>Reads what <c>-KeepFeature</c> takes: one number, or names (or objects of Measure-FeatureImportance).</summary>
internal static class KeepFeatureArgument
{
    /// <summary>Features that stay, as a parameter and the pipeline hold them.</summary>
    internal static PruningTarget Read(IEnumerable<FeatureImportance>? given, IEnumerable<string> input) =>
        new() { KeepFeatures = [.. (given ?? []).Select(feature => feature.Feature), .. input] };

    /// <exception cref="ComputeException"><c>KeepFeatureInvalid</c>.</exception>
    internal static PruningTarget Read(object[] values)
    {
        object?[] bare = [.. values.Select(value => value is PSObject wrapped ? wrapped.BaseObject : value)];
        if (bare is [int count])
            return new PruningTarget { KeepFeatureCount = count };
        return new PruningTarget
        {
            KeepFeatures =
            [
                .. bare.Select(value =>
                    value switch
                    {
                        string name => name,
                        FeatureImportance feature => feature.Feature,
                        _ => throw PruningErrors.KeepFeatureInvalid(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
                    }
                ),
            ],
        };
    }
}
