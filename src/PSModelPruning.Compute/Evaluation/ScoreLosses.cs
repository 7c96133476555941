namespace PSModelPruning.Compute.Evaluation;

/// <summary>What a model lost against another that a single figure may hide: much of its score, or whole classes.</summary>
internal static class ScoreLosses
{
    /// <summary>A fall of accuracy or R² that is told: 5 points.</summary>
    private const double NoticeableFall = 0.05;

    private const int MostClasses = 5;

    /// <summary>The losses in words; empty where there are none.</summary>
    /// <param name="name">The model's name.</param>
    /// <param name="figures">Its figures.</param>
    /// <param name="reference">The name of the model that it is compared with.</param>
    /// <param name="referenceFigures">The figures of that model on the same rows.</param>
    /// <param name="rows">What the rows are called: "validation", "test".</param>
    internal static IReadOnlyList<ComputeMessage> Of(
        string name,
        EvaluationResult figures,
        string reference,
        EvaluationResult referenceFigures,
        string rows
    )
    {
        var losses = new List<ComputeMessage>();
        IReadOnlyList<ClassFigure> lost = Classes(figures, referenceFigures);
        if (lost.Count > 0)
        {
            string names = string.Join(", ", lost.Take(MostClasses).Select(figure => $"'{figure.Class}'"));
            string others = lost.Count > MostClasses ? ComputeMessage.Format(lost.Count - MostClasses, "' and '0' more'") : "";
            int occurring = lost.Sum(figure => figure.Rows);
            double recognized = lost.Sum(figure => figure.Recall * figure.Rows) / occurring;
            losses.Add(
                $"'{name}' predicts none of the {figures.Rows} {rows} rows as {names}{others}. {occurring} of the rows belong "
                    + $"there, and '{reference}' recognizes {recognized:P1} of these."
            );
        }
        if (referenceFigures.Score - figures.Score > NoticeableFall)
            losses.Add(Fall(name, figures, reference, referenceFigures, rows));
        return losses;
    }

    /// <summary>The classes that occur in the rows and that only the reference predicts, with the figures of the reference.</summary>
    private static IReadOnlyList<ClassFigure> Classes(EvaluationResult figures, EvaluationResult reference)
    {
        HashSet<string> predicted = [.. figures.ClassFigures.Where(figure => figure.PredictedRows > 0).Select(figure => figure.Class)];
        return
        [
            .. reference.ClassFigures.Where(figure => figure is { Rows: > 0, PredictedRows: > 0 } && !predicted.Contains(figure.Class)),
        ];
    }

    private static ComputeMessage Fall(
        string name,
        EvaluationResult figures,
        string reference,
        EvaluationResult referenceFigures,
        string rows
    )
    {
        if (figures.Task == LearningTask.Regression)
            return $"The R² of '{name}' on the {rows} rows is {figures.Score:0.000}, and that of '{reference}' is "
                + $"{referenceFigures.Score:0.000}.";
        return $"The accuracy of '{name}' on the {rows} rows is {figures.Score:P1}, and that of '{reference}' is "
            + $"{referenceFigures.Score:P1}.";
    }
}
