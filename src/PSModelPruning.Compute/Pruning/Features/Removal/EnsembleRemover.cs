using PSModelPruning.Compute.Models;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Takes features from the members of an ensemble, each in the manner of its family; members that use none of them stay as they are, and so
/// do the weights.
/// </summary>
internal sealed class EnsembleRemover : FeatureRemover
{
    internal override RemovalResult Remove(Request request)
    {
        var model = (EnsembleModel)request.Model;
        HashSet<string> names = new(
            request.Kept.Select(feature => model.Preprocessing.Features[feature].Name),
            StringComparer.OrdinalIgnoreCase
        );
        var members = new List<Model>();
        int changed = 0;
        foreach (Model member in model.Members)
        {
            IReadOnlyList<DatasetColumn> features = member.Preprocessing.Features;
            int[] kept = [.. Enumerable.Range(0, features.Count).Where(i => names.Contains(features[i].Name))];
            if (kept.Length == 0)
                throw PruningErrors.MemberLosesAllFeatures(model, member, features.Select(feature => feature.Name));
            if (kept.Length == features.Count)
            {
                members.Add(member);
                continue;
            }
            changed++;
            Dataset? rows = request.Dataset is { } dataset ? MatchedDataset.For(member, dataset) : null;
            members.Add(FeatureRemovers.For(member).Remove(request with { Model = member, Kept = kept, Dataset = rows }).Model);
        }
        ModelDescription description = model.Describe() with
        {
            Preprocessing = model.Preprocessing.KeepFeatures(request.Kept),
            Dataset = request.Dataset is { } all ? NarrowedDataset.Of(all, request.Kept) : null,
        };
        return new RemovalResult(new EnsembleModel(description, members, model.Rule), $"{changed} of {members.Count} members without them");
    }
}
