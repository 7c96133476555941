using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>
/// Fits the model that combines the outputs of an ensemble's members (Wolpert 1992, Stacked Generalization), on rows that no member has
/// learned: the validation partition.
/// </summary>
internal static class Stacker
{
    /// <summary>Rows of a validation partition that stacking needs at least.</summary>
    internal const int LeastRows = 10;

    /// <summary>λ of the logistic regression: that of a standard normal prior of the coefficients.</summary>
    internal const double Penalty = 1;

    /// <summary>Outputs of members that are fitted to at most (64 MB); where there would be more, rows are drawn.</summary>
    private const long MostNumbers = 1L << 24;

    /// <summary>Fits the rule.</summary>
    /// <param name="models">The members.</param>
    /// <param name="ensemble">The ensemble to be.</param>
    /// <param name="options">The seed of the rows that are drawn where there are too many.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>, <c>StackingNeedsValidation</c>.</exception>
    internal static StackedVoting Fit(IReadOnlyList<Model> models, ModelDescription ensemble, JoinOptions options, IWorkMonitor monitor)
    {
        Dataset dataset = ensemble.Dataset ?? throw StackingErrors.DatasetMissing();
        if (dataset.ValidationRows < LeastRows)
            throw StackingErrors.NeedsValidation(dataset);
        WarnOfLearnedRows(models, dataset, monitor);
        int outputs = ensemble.Task == LearningTask.Classification ? ensemble.Classes.Count : 1,
            width = models.Count * outputs;
        int[] rows = RowDraws.WithoutReplacement(dataset.ValidationRows, MostNumbers / width, options.Seed);
        float[] predicted = new float[rows.Length * width];
        for (int m = 0; m < models.Count; m++)
        {
            monitor.Progress(new WorkProgress("Joining models", $"predicting with {models[m].Name}", (double)m / models.Count));
            EnsembleMember member = EnsembleMember.Of(models[m], dataset.Preprocessing, ensemble.Classes);
            PredictRows(member, dataset, rows, predicted, m, width, outputs, monitor);
        }
        monitor.Verbose($"Stacking is fitted to {rows.Length:N0} of {dataset.ValidationRows:N0} validation rows of '{dataset.Name}'.");
        return new StackedVoting(Coefficients(predicted, Targets(dataset, rows, ensemble), outputs, monitor), models.Count, outputs);
    }

    private static void PredictRows(
        EnsembleMember member,
        Dataset dataset,
        int[] rows,
        float[] predicted,
        int place,
        int width,
        int outputs,
        IWorkMonitor monitor
    )
    {
        int batch = ModelPredictor.BatchRows(member.Model),
            inputs = dataset.Inputs;
        float[] given = new float[batch * inputs],
            output = new float[batch * outputs];
        for (int first = 0; first < rows.Length; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(batch, rows.Length - first);
            dataset.Validation.Gather(rows.AsSpan(first, count), given);
            member.Predict(given.AsSpan(0, count * inputs), count, output.AsSpan(0, count * outputs), reproducibly: true);
            for (int i = 0; i < count; i++)
                output.AsSpan(i * outputs, outputs).CopyTo(predicted.AsSpan((first + i) * width + place * outputs, outputs));
        }
    }

    private static float[] Coefficients(float[] predicted, float[] targets, int outputs, IWorkMonitor monitor)
    {
        if (outputs > 1)
            return LogisticFit.Fit(predicted, [.. targets.Select(target => (int)target)], outputs, Penalty, monitor);
        int members = predicted.Length / targets.Length;
        double[] products = new double[members * members],
            moments = new double[members];
        for (int row = 0; row < targets.Length; row++)
        {
            ReadOnlySpan<float> values = predicted.AsSpan(row * members, members);
            for (int i = 0; i < members; i++)
            {
                moments[i] += (double)values[i] * targets[row];
                for (int j = 0; j < members; j++)
                    products[i * members + j] += (double)values[i] * values[j];
            }
        }
        double[] weights = NonNegativeLeastSquares.Solve(products, moments);
        return [.. weights.Select(weight => weights.Sum() > 0 ? (float)weight : 1f / members)];
    }

    /// <summary>The targets of rows, classes by the ensemble's indices.</summary>
    private static float[] Targets(Dataset dataset, int[] rows, ModelDescription ensemble)
    {
        float[] targets = [.. rows.Select(row => dataset.Validation.Targets.Span[row])];
        if (ensemble.Task == LearningTask.Regression)
            return targets;
        int[] positions = [.. dataset.Classes.Select(name => ensemble.Classes.ToList().IndexOf(name))];
        return [.. targets.Select(target => (float)positions[(int)target])];
    }

    private static void WarnOfLearnedRows(IReadOnlyList<Model> models, Dataset dataset, IWorkMonitor monitor)
    {
        foreach (Model model in models)
        {
            if (model.Dataset is { Source: not null } own && own.Source == dataset.Source && own.Hash != dataset.Hash)
            {
                monitor.Warning(
                    $"'{model.Name}' was trained on another division or preparation of '{own.Name}': validation rows of '{dataset.Name}', "
                        + $"to which stacking is fitted, "
                        + $"may be rows it has learned."
                );
            }
        }
    }
}
