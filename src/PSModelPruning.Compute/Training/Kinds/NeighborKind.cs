using System.Globalization;
using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Kinds;

/// <summary>Nearest neighbours. Training keeps the training rows and checks that they have distances; nothing is computed.</summary>
internal sealed class NeighborKind : ModelKind
{
    internal override string Name => "Neighbors";

    internal override string Description => "Nearest neighbours: the training rows nearest to a row predict it.";

    internal override IReadOnlyList<string> Parameters { get; } = ["Neighbors", "Weighting", "Distance"];

    internal override bool Made(Model model) => model is NeighborModel;

    internal override Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor) =>
        Make(dataset, request.OptionsOf<NeighborOptions>(), request.Name.Length > 0 ? request.Name : Name, request.Seed, monitor);

    internal override Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor)
    {
        NeighborOptions options = ((NeighborModel)like).Options;
        return Make(
            dataset,
            options with
            {
                NearestOnly = false,
                Neighbors = Math.Min(options.Neighbors, Math.Max(1, dataset.TrainingRows)),
            },
            like.Name,
            seed,
            monitor
        );
    }

    private static NeighborModel Make(Dataset dataset, NeighborOptions options, string name, int seed, IWorkMonitor monitor)
    {
        if (dataset.Task == LearningTask.Classification && dataset.Classes.Count < 2)
            throw TrainingErrors.TooFewClasses(dataset.Target);
        if (dataset.TrainingRows == 0)
            throw TrainingErrors.NoTrainingRows();
        dataset.RequireNoMissing($"{Option.Kind.Is("Neighbors")}");
        if (options.Neighbors > dataset.TrainingRows)
            throw NeighborErrors.TooManyNeighbors(options.Neighbors, dataset.TrainingRows);
        options = options with
        {
            Distance = DistanceCatalog.Get(options.Distance).Name,
            Weighting = NeighborWeightingCatalog.Get(options.Weighting),
        };
        if (options.Distance == "Cosine")
            CheckAngles(dataset, monitor.Cancellation);
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"Nearest neighbours on {dataset.Name}: {dataset.TrainingRows:N0} rows, {options.Neighbors} neighbours, "
                + $"{options.Weighting.ToLowerInvariant()} weights, {options.Distance} distance."
        );
        monitor.Verbose(text);
        return new NeighborModel(
            ModelDescription.Trained(dataset, name, seed, text),
            dataset.Training.InOnePiece(),
            dataset.Training.Targets,
            options
        )
        {
            Copies = dataset.Copies,
        };
    }

    private static void CheckAngles(Dataset dataset, CancellationToken cancellation)
    {
        const int lookAtCancellation = 4096;
        float[] buffer = [];
        for (int row = 0; row < dataset.TrainingRows; row++)
        {
            if (row % lookAtCancellation == 0)
                cancellation.ThrowIfCancellationRequested();
            if (dataset.Training.Rows(row, 1, ref buffer).IndexOfAnyExcept(0f) < 0)
                throw NeighborErrors.ZeroRow(dataset.Name, row);
        }
    }
}
