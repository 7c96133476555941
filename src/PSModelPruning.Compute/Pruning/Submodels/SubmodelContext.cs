using PSModelPruning.Compute.Importance;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Rules;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>What simple models are fitted to: training rows, and what the larger model says of them.</summary>
internal sealed class SubmodelContext
{
    /// <summary>More rows than these hardly change a simple model.</summary>
    private const int MostRows = 10_000;

    /// <param name="model">The larger model.</param>
    /// <param name="dataset">The data as that model takes it.</param>
    /// <param name="options">Seed and threads.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    internal SubmodelContext(Model model, Dataset dataset, PruningOptions options, IWorkMonitor monitor)
    {
        (Model, Dataset, Options, Monitor) = (model, dataset, options, monitor);
        int[] rows = RowSample.Choose(
            dataset.TrainingRows,
            dataset.TrainingRows <= MostRows ? 1 : (double)MostRows / dataset.TrainingRows,
            options.Seed
        );
        Rows = rows.Length;
        Width = dataset.Inputs;
        Inputs = new float[(long)Rows * Width];
        dataset.Training.Gather(rows, Inputs);
        Outputs = new float[Rows * model.OutputCount];
        int batch = ModelPredictor.BatchRows(model);
        for (int first = 0; first < Rows; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, Rows - first);
            model.PredictReproducibly(
                Inputs.AsSpan(first * Width, count * Width),
                count,
                Outputs.AsSpan(first * model.OutputCount, count * model.OutputCount)
            );
        }
        Labels =
            model.Task == LearningTask.Classification
                ?
                [
                    .. Enumerable
                        .Range(0, Rows)
                        .Select(row => OutputScore.MostProbable(Outputs.AsSpan(row * model.OutputCount, model.OutputCount))),
                ]
                : [];
    }

    internal Model Model { get; }

    internal Dataset Dataset { get; }

    internal PruningOptions Options { get; }

    internal IWorkMonitor Monitor { get; }

    internal int Rows { get; }

    internal int Width { get; }

    internal bool IsClasses => Labels.Length > 0;

    internal int Classes => Model.Classes.Count;

    /// <summary>Training rows, or a random 10,000 of them, <c>[rows × width]</c>.</summary>
    internal float[] Inputs { get; }

    /// <summary>What the model gives for them, <c>[rows × outputs]</c>: probabilities, or numbers in own units.</summary>
    internal float[] Outputs { get; }

    /// <summary>The most probable class of each row; empty for numbers.</summary>
    internal int[] Labels { get; }

    internal ReadOnlySpan<float> Row(int row) => Inputs.AsSpan(row * Width, Width);

    /// <summary>The column that an input belongs to; null for a pixel.</summary>
    internal DatasetColumn? Column(int input) =>
        Model.Preprocessing.Features.FirstOrDefault(column => input >= column.FirstInput && input < column.FirstInput + column.InputCount);

    /// <summary>An input in its column's own units: prepared = (own − offset) / divisor.</summary>
    internal RulePart OwnUnits(int input, bool negative = false)
    {
        DatasetColumn? column = Column(input);
        (double offset, double divisor) = (column?.Offset ?? 0, column?.Divisor ?? 1);
        return new RulePart(input, negative, -offset / divisor, 1 / divisor);
    }

    internal RuleTerm Single(int input) => new([OwnUnits(input)], standardized: false);

    internal double[] Values(RuleTerm term) => [.. Enumerable.Range(0, Rows).Select(row => term.Value(Row(row)))];

    /// <summary>The description of a candidate; the data set is the model's, its rows as the model takes them.</summary>
    internal ModelDescription Describe() =>
        Model.Describe() with
        {
            Dataset = Dataset,
            Parent = null,
            TargetOffset = 0,
            TargetScale = 1,
            OriginalComplexity = 0,
        };

    /// <summary>A rule over some rows: the classes' shares by Laplace's rule of succession (n + 1) / (N + C), or the mean.</summary>
    internal Rule Conclude(IReadOnlyList<RuleCondition> conditions, IReadOnlyList<int> rows) =>
        new()
        {
            Conditions = conditions,
            Values = IsClasses ? Shares(rows) : [rows.Count == 0 ? Outputs.Average() : (float)rows.Average(row => (double)Outputs[row])],
            Rows = rows.Count,
        };

    internal RuleModel RulesOf(IReadOnlyList<Rule> rules) => new(Describe(), rules);

    private float[] Shares(IReadOnlyList<int> rows)
    {
        var shares = new float[Classes];
        foreach (int row in rows)
            shares[Labels[row]]++;
        for (int c = 0; c < shares.Length; c++)
            shares[c] = (shares[c] + 1) / (rows.Count + Classes);
        return shares;
    }
}
