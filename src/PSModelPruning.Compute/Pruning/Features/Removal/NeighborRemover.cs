using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>Takes features from nearest neighbours in place: the same prototypes stay, without the columns.</summary>
internal sealed class NeighborRemover : FeatureRemover
{
    internal override RemovalResult Remove(Request request)
    {
        var model = (NeighborModel)request.Model;
        Preprocessing preprocessing = model.Preprocessing.KeepFeatures(request.Kept);
        int[] inputs = model.Preprocessing.KeptInputs(request.Kept);
        int width = model.Preprocessing.Width;
        ReadOnlySpan<float> from = model.Inputs.Span;
        var prototypes = new float[(long)model.Prototypes * inputs.Length];
        for (int prototype = 0; prototype < model.Prototypes; prototype++)
        {
            for (int i = 0; i < inputs.Length; i++)
                prototypes[prototype * inputs.Length + i] = from[prototype * width + inputs[i]];
        }
        ModelDescription description = model.Describe() with
        {
            Preprocessing = preprocessing,
            Dataset = request.Dataset is { } rows ? NarrowedDataset.Of(rows, request.Kept) : null,
        };
        return new RemovalResult(
            new NeighborModel(description, prototypes, model.Targets, model.Options) { Copies = model.Copies },
            "its prototypes kept, without these columns"
        );
    }
}
