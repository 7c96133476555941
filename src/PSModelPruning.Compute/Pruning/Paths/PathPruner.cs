using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Paths;

/// <summary>Prunes the models of every family whose methods give a path of ever simpler models: makes the path and takes the point that the target asks for.</summary>
internal sealed class PathPruner : ModelPruner
{
    internal override bool Accepts(Model model) => PathMethodCatalog.Accepts(model);

    internal override Model Prune(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        options.Target.CheckFigures();
        PathMethod method = PathMethodCatalog.Get(model, options.Method);
        Dataset? rows = Rows(model, dataset);
        PruningPath path = method.Path(model, rows, options, monitor);
        int point = PathTarget.Choose(model, path, rows, options, monitor);
        Model result = path.Candidates[point].Make();
        return PathResult.Model(model, result, method, path, rows, options, Score(model, rows, monitor), Score(result, rows, monitor));
    }

    internal override IReadOnlyList<PruningLayer> Plan(Model model, Dataset? dataset, PruningOptions options, IWorkMonitor monitor)
    {
        options.Target.CheckFigures();
        Dataset? rows = Rows(model, dataset);
        PruningPath path = PathMethodCatalog.Get(model, options.Method).Path(model, rows, options, monitor);
        Model result = path.Candidates[PathTarget.Choose(model, path, rows, options, monitor)].Make();
        return [PathResult.Row(model, result, path)];
    }

    private static Dataset? Rows(Model model, Dataset? dataset) => (dataset ?? model.Dataset) is { } rows ? MatchedDataset.For(model, rows) : null;

    private static double Score(Model model, Dataset? dataset, IWorkMonitor monitor) =>
        dataset is null || dataset.ValidationRows == 0 ? double.NaN : ModelEvaluator.Evaluate(model, dataset, PartitionName.Validation, monitor).Score;
}
