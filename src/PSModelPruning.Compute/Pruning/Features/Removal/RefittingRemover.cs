using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Fits a model of the same kind and options again, on the data without the features: for families that cannot lose inputs in place.
/// </summary>
internal class RefittingRemover : FeatureRemover
{
    internal override RemovalResult Remove(Request request)
    {
        Model model = request.Model;
        if (request.Kept.Length == model.Preprocessing.Features.Count)
            request.Monitor.Verbose($"No feature of {model.Name} is removed. It is fitted again anyway.");
        ModelKind kind = ModelKindCatalog.Of(model) ?? throw PruningErrors.FeatureRemovalUnsupported(model);
        Dataset rows = request.Dataset ?? throw PruningErrors.DatasetMissing(model, "fitting it again without the features");
        return new RemovalResult(
            kind.Refit(model, NarrowedDataset.Of(rows, request.Kept), request.Options.Seed, request.Monitor),
            "fitted again"
        );
    }
}
