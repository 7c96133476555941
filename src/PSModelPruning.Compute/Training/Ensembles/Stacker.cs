using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>
/// Fits the model that combines the outputs of an ensemble's members (Wolpert 1992, Stacked Generalization), on rows that no member has learned: the
/// validation partition.
/// </summary>
internal static class Stacker
{
    /// <summary>Rows of a validation partition that stacking needs at least.</summary>
    internal const int LeastRows = 10;

    /// <summary>λ of the logistic regression: that of a standard normal prior of the coefficients.</summary>
    private const double Penalty = 1;

    /// <summary>Fits the rule.</summary>
    /// <param name="models">The members.</param>
    /// <param name="ensemble">The ensemble to be.</param>
    /// <param name="options">The seed.</param>
    /// <param name="monitor">Progress and cancellation.</param>
    /// <exception cref="ComputeException"><c>DatasetMissing</c>, <c>StackingNeedsValidation</c>.</exception>
    internal static StackedVoting Fit(IReadOnlyList<Model> models, ModelDescription ensemble, JoinOptions options, IWorkMonitor monitor)
    {
        Dataset dataset = ensemble.Dataset ?? throw StackingErrors.DatasetMissing();
        if (dataset.ValidationRows < LeastRows)
            throw StackingErrors.CannotFitAgain(dataset, models[0]);
        foreach (Model model in models)
        {
            if (model.Dataset is { } own && own.Hash != dataset.Hash && own.Source is not null && own.Source == dataset.Source)
                monitor.Warning($"'{model.Name}' was trained on another division of '{own.Name}': validation rows of '{dataset.Name}', to which stacking is fitted, may be rows it has learned.");
        }
        int outputs = ensemble.Task == LearningTask.Classification ? ensemble.Classes.Count : 1, width = models.Count * outputs, rows = dataset.ValidationRows;
        float[] predicted = new float[rows * width];
        for (int m = 0; m < models.Count; m++)
        {
            monitor.Progress(new WorkProgress("Joining models", $"predicting with {models[m].Name}", (double)m / models.Count));
            var member = new PlacedMember(m, outputs, width, predicted, [.. models[m].Classes.Select(name => ensemble.Classes.ToList().IndexOf(name))]);
            ModelPredictor.ForEachBatch(models[m], PartitionView.Of(models[m], dataset, PartitionName.Validation), monitor, member.Receive);
        }
        monitor.Verbose($"Stacking is fitted to the {rows:N0} validation rows of '{dataset.Name}'.");
        return new StackedVoting(Coefficients(predicted, Targets(dataset, ensemble), outputs, monitor), models.Count, outputs);
    }

    private static float[] Coefficients(float[] predicted, float[] targets, int outputs, IWorkMonitor monitor)
    {
        if (outputs > 1)
            return LogisticFit.Fit(predicted, [.. targets.Select(target => (int)target)], outputs, Penalty, monitor);
        int members = predicted.Length / targets.Length;
        double[] products = new double[members * members], moments = new double[members];
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

    /// <summary>The validation targets, classes by the ensemble's indices.</summary>
    private static float[] Targets(Dataset dataset, ModelDescription ensemble)
    {
        if (ensemble.Task == LearningTask.Regression)
            return dataset.Validation.Targets.ToArray();
        int[] positions = [.. dataset.Classes.Select(name => ensemble.Classes.ToList().IndexOf(name))];
        return [.. dataset.Validation.Targets.ToArray().Select(target => (float)positions[(int)target])];
    }

    /// <summary>Writes one member's outputs between those of the others.</summary>
    private sealed class PlacedMember(int member, int outputs, int width, float[] target, int[] classes)
    {
        internal void Receive(int firstRow, ReadOnlySpan<float> predicted)
        {
            for (int i = 0; i < predicted.Length; i++)
            {
                int k = i % outputs;
                target[(firstRow + i / outputs) * width + member * outputs + (classes.Length == 0 ? 0 : classes[k])] = predicted[i];
            }
        }
    }
}
