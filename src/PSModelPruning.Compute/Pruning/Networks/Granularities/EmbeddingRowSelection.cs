using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Structures;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Pruning.Networks.Granularities;

/// <summary>
/// Takes rows with the lowest mean element score out of the tables of embeddings: masks them first, removes them on <see cref="Complete"/>.
/// Rows of zeros count as gone. Every table keeps at least one row.
/// </summary>
internal sealed class EmbeddingRowSelection : UnitSelection
{
    private readonly Graph _graph;
    private readonly GranularityRules _rules;
    private readonly EmbeddingTable[] _tables;
    private readonly Dictionary<string, string> _untouched = [];

    internal EmbeddingRowSelection(Graph graph, GranularityRules rules)
    {
        _graph = graph;
        _rules = rules;
        _tables = [.. EmbeddingTable.Of(graph).Where(table => !rules.ExcludedLayers.ContainsKey(table.Layer) && OriginalOf(table) > 1)];
        HashSet<string> names = [.. _tables.Select(table => table.Layer)];
        foreach (Node node in graph.Nodes.Where(node => !names.Contains(node.Name)))
            _untouched[node.Name] = rules.ExcludedLayers.GetValueOrDefault(node.Name, "has no entries");
    }

    internal override IReadOnlyDictionary<string, string> Untouched => _untouched;

    internal override long Candidates => _tables.Sum(table => (long)table.Rows);

    internal override long Original => _tables.Sum(OriginalOf);

    internal override double Reached =>
        _tables.Length == 0 ? 0 : 1 - (double)_tables.Sum(table => Alive(table).Count(alive => alive)) / Original;

    internal override double Most => _tables.Length == 0 ? 0 : 1 - (double)_tables.Length / Original;

    protected override void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        Dictionary<string, Tensor> scores = criterion.ScoreElements(context, [.. _tables.Select(table => table.Weight.Name)]);
        double[][] rows = [.. _tables.Select(table => Scores(table, scores[table.Weight.Name], criterion))];
        if (_rules.Scope == PruningScope.Global)
            Mask(_tables, rows, sparsity);
        else
            for (int i = 0; i < _tables.Length; i++)
                Mask([_tables[i]], [rows[i]], sparsity);
    }

    internal override IReadOnlyList<int> Masked =>
        [.. Enumerable.Range(0, (int)Candidates).Zip(_tables.SelectMany(Alive)).Where(row => !row.Second).Select(row => row.First)];

    internal override void Restore(IReadOnlyList<int> masked)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable withoutGradient = no_grad();
        if (masked.Any(position => position < 0 || position >= Candidates))
            throw NoSuchUnit();
        int first = 0;
        foreach (EmbeddingTable table in _tables)
        {
            Mask(
                table,
                [
                    .. masked
                        .Where(position => position >= first && position < first + table.Rows)
                        .Select(position => (long)(position - first)),
                ]
            );
            first += table.Rows;
        }
    }

    internal override void Complete()
    {
        foreach (EmbeddingTable table in _tables)
        {
            bool[] alive = Alive(table);
            int[] gone = [.. Enumerable.Range(0, alive.Length).Where(row => !alive[row])];
            if (gone.Length > 0)
                table.Remove(gone);
        }
    }

    /// <summary>The rows' scores: −∞ for those that are gone, +∞ for the best, which stays.</summary>
    private double[] Scores(EmbeddingTable table, Tensor elements, PruningCriterion criterion)
    {
        double[] scores = elements
            .detach()
            .narrow(0, 0, table.Rows)
            .mean([1], type: ScalarType.Float64)
            .nan_to_num(0)
            .data<double>()
            .ToArray();
        bool[] alive = Alive(table);
        double mean = scores.Where((_, row) => alive[row]).DefaultIfEmpty(1).Average();
        if (_rules.Scope == PruningScope.Global && !criterion.IsComparableAcrossLayers && mean > 0)
            scores = [.. scores.Select(score => score / mean)];
        for (int row = 0; row < scores.Length; row++)
        {
            if (!alive[row])
                scores[row] = double.NegativeInfinity;
        }
        scores[Array.IndexOf(scores, scores.Max())] = double.PositiveInfinity;
        return scores;
    }

    private void Mask(EmbeddingTable[] tables, double[][] scores, double sparsity)
    {
        long original = tables.Sum(OriginalOf),
            present = tables.Sum(table => (long)table.Rows);
        long wanted = Math.Min(Rounding.ToCount(sparsity, original) - (original - present), present - tables.Length);
        double[] all = [.. scores.SelectMany(rows => rows)];
        if (_rules.Threshold is { } threshold)
            wanted = Math.Min(wanted, all.Count(score => score < threshold));
        bool[] goes = LowestScores.Select(tensor(all), wanted).data<bool>().ToArray();
        int first = 0;
        foreach (EmbeddingTable table in tables)
        {
            Mask(table, [.. Enumerable.Range(0, table.Rows).Where(row => goes[first + row]).Select(row => (long)row)]);
            first += table.Rows;
        }
    }

    private static void Mask(EmbeddingTable table, long[] gone)
    {
        if (gone.Length == 0)
            return;
        Tensor mask = table.Weight.Mask?.clone() ?? ones_like(table.Weight.Value.detach());
        using Scalar zero = 0.ToScalar();
        table.Weight.SetMask(mask.index_fill_(0, tensor(gone), zero));
        table.Weight.ApplyMask();
    }

    private static bool[] Alive(EmbeddingTable table)
    {
        using DisposeScope scope = NewDisposeScope();
        return count_nonzero(table.Weight.Value.detach().narrow(0, 0, table.Rows), [1])
            .data<long>()
            .ToArray()
            .Select(count => count > 0)
            .ToArray();
    }

    /// <summary>The rows that the table had in the oldest ancestor.</summary>
    private long OriginalOf(EmbeddingTable table) =>
        _rules.OriginalShapes.TryGetValue(table.Weight.Name, out long[]? shape) ? Math.Max((int)shape[0], table.Rows) : table.Rows;
}
