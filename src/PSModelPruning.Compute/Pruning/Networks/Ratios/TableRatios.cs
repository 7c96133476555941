using System.Globalization;
using System.IO.Enumeration;
using PSModelPruning.Compute.Pruning.Networks.Granularities;

namespace PSModelPruning.Compute.Pruning.Networks.Ratios;

/// <summary>
/// The fractions that a user gave by layer. Layers that are not named stay as they are; where a sparsity of the whole was given too, they
/// share evenly what is left of it.
/// On the way there every layer is as far along as the whole.
/// </summary>
internal sealed class TableRatios : LayerRatios
{
    private readonly (string Layer, double Sparsity)[] _entries;
    private readonly double? _overall;

    /// <param name="entries">Names of layers, with * and ? for any characters and any one, and the fraction that goes of each, 0 to below
    /// 1.</param>
    /// <param name="overall">The fraction of the whole network that was asked for; null where the target says it, or the table alone
    /// decides.</param>
    /// <exception cref="ComputeException"><c>LayerSparsityInvalid</c>: a fraction is out of range.</exception>
    internal TableRatios(IEnumerable<(string Layer, double Sparsity)> entries, double? overall = null)
    {
        _entries = [.. entries];
        _overall = overall;
        if (_entries.Length == 0)
            throw PruningErrors.LayerSparsityEmpty();
        foreach ((string layer, double sparsity) in _entries)
        {
            if (!(sparsity >= 0 && sparsity < 1))
                throw PruningErrors.LayerSparsityOutOfRange(layer, sparsity);
        }
    }

    internal override string Name =>
        string.Join(", ", _entries.Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Layer} {entry.Sparsity}")));

    internal override bool HasEnd => _overall is null;

    /// <summary>With the sparsity of the whole network that the target asks for.</summary>
    internal override PruningOptions Complete(PruningOptions options) =>
        _overall is null && options.Target.Sparsity is { } overall
            ? options with
            {
                Network = options.Network with { LayerSparsity = new TableRatios(_entries, overall) },
            }
            : options;

    /// <exception cref="ComputeException"><c>LayerNotFound</c>; <c>LayerSparsityAmbiguous</c>: two patterns say different fractions for a
    /// layer; <c>LayerSparsityNotReachable</c>: a layer cannot lose so much, has lost more, or the other layers cannot make up the sparsity
    /// of the whole.</exception>
    internal override void Check(IReadOnlyList<RatioLayer> layers, IReadOnlyDictionary<string, string> untouched)
    {
        string[] known = [.. layers.SelectMany(layer => layer.Layers).Concat(untouched.Keys).Distinct()];
        foreach ((string name, double sparsity) in _entries)
        {
            if (!known.Any(layer => Matches(name, layer)))
                throw PruningErrors.LayerUnknown(name, known);
            if (
                sparsity > 0
                && untouched.FirstOrDefault(layer => layer.Key.Equals(name, StringComparison.OrdinalIgnoreCase))
                    is { Key: not null } fixedLayer
            )
                throw PruningErrors.LayerSparsityOfFixed(fixedLayer.Key, fixedLayer.Value);
        }
        foreach (RatioLayer layer in layers)
        {
            if (Of(layer) is not { } sparsity)
                continue;
            long count = Rounding.ToCount(sparsity, layer.Original);
            if (count > layer.Most || count < layer.Gone)
                throw PruningErrors.LayerSparsityNotReachable(
                    layer.Name,
                    sparsity,
                    (double)layer.Gone / layer.Original,
                    (double)layer.Most / layer.Original
                );
        }
        if (_overall is not { } overall)
            return;
        long total = Rounding.ToCount(overall, layers.Sum(layer => layer.Original));
        long named = layers.Sum(layer => Of(layer) is { } sparsity ? Rounding.ToCount(sparsity, layer.Original) : 0);
        RatioLayer[] others = [.. layers.Where(layer => Of(layer) is null)];
        if (total - named < others.Sum(layer => layer.Gone) || total - named > others.Sum(layer => layer.Most))
        {
            double all = layers.Sum(layer => layer.Original);
            throw PruningErrors.LayerSparsityNotOverall(
                overall,
                (named + others.Sum(layer => layer.Gone)) / all,
                (named + others.Sum(layer => layer.Most)) / all
            );
        }
    }

    internal override long Most(RatioLayer layer) =>
        Of(layer) is { } sparsity ? Rounding.ToCount(sparsity, layer.Original)
        : _overall is null ? layer.Gone
        : layer.Most;

    internal override double[] Densities(IReadOnlyList<RatioLayer> layers, double sparsity)
    {
        double all = layers.Sum(layer => layer.Original),
            end = _overall ?? layers.Sum(Most) / all;
        double part = end > 0 ? Math.Min(1, sparsity / end) : 1;
        double[] gone = [.. layers.Select(layer => Of(layer) is null ? 0 : part * Most(layer))];
        double others = layers.Where(layer => Of(layer) is null).Sum(layer => layer.Original),
            left = Math.Max(0, sparsity * all - gone.Sum());
        return
        [
            .. layers.Select(
                (layer, i) =>
                    Of(layer) is not null ? 1 - gone[i] / layer.Original
                    : _overall is null ? 1
                    : 1 - Math.Min(1, left / others)
            ),
        ];
    }

    /// <summary>The fraction that was given for a layer, or null. A name that is written out goes before patterns.</summary>
    private double? Of(RatioLayer layer)
    {
        (string Layer, double Sparsity)[] exact =
        [
            .. _entries.Where(entry => layer.Layers.Contains(entry.Layer, StringComparer.OrdinalIgnoreCase)),
        ];
        double[] fitting =
        [
            .. (exact.Length > 0 ? exact : _entries.Where(entry => layer.Layers.Any(name => Matches(entry.Layer, name))))
                .Select(entry => entry.Sparsity)
                .Distinct(),
        ];
        return fitting.Length > 1 ? throw PruningErrors.LayerSparsityAmbiguous(layer.Name, layer.Layers, fitting)
            : fitting.Length == 1 ? fitting[0]
            : null;
    }

    private static bool Matches(string pattern, string layer) => FileSystemName.MatchesSimpleExpression(pattern, layer);
}
