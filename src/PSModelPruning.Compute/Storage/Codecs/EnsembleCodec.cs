using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores ensembles: how they vote as JSON, and each member with all parts of its own in the same archive.</summary>
internal sealed class EnsembleCodec : ModelCodec
{
    /// <inheritdoc/>
    internal override string Family => "Ensemble";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames => [EnsembleDocument.PartName];

    /// <inheritdoc/>
    internal override bool Handles(Model model) => model is EnsembleModel;

    /// <inheritdoc/>
    internal override void Write(Model model, ArchiveWriter archive, CancellationToken cancellation)
    {
        var ensemble = (EnsembleModel)model;
        var stacked = ensemble.Rule as StackedVoting;
        archive.AddJson(
            EnsembleDocument.PartName,
            new EnsembleDocument
            {
                Members = ensemble.Members.Count,
                Voting = ensemble.Voting,
                Weights = stacked is null ? ensemble.Weights : [],
                Coefficients = stacked?.Coefficients ?? [],
            },
            StorageJson.Default.EnsembleDocument
        );
        for (int i = 0; i < ensemble.Members.Count; i++)
            ModelParts.Write(ensemble.Members[i], archive.Member(i), cancellation);
    }

    /// <inheritdoc/>
    internal override Model Read(ModelDescription description, ModelDocument header, ArchiveParts parts, CancellationToken cancellation)
    {
        EnsembleDocument document = parts.Json(EnsembleDocument.PartName, StorageJson.Default.EnsembleDocument);
        if (document.Members is < 1 or > EnsembleModel.MostMembers)
            throw new FormatException($"its ensemble claims {document.Members} members.");
        if (parts.Level >= EnsembleModel.MostLevels)
            throw new FormatException($"its ensembles are more than {EnsembleModel.MostLevels} levels deep.");
        VotingRule rule = Rule(document, description);
        var members = new List<Model>();
        try
        {
            for (int i = 0; i < document.Members; i++)
            {
                Model member = ModelParts.Read(parts.Member(i), cancellation);
                members.Add(member);
                if (member.Task != description.Task || !member.Classes.ToHashSet().SetEquals(description.Classes))
                    throw new FormatException($"the classes of its member {i} are not those of the ensemble.");
            }
            return new EnsembleModel(description, members, rule, ownsMembers: true) { Pruning = header.Pruning };
        }
        catch
        {
            members.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static VotingRule Rule(EnsembleDocument document, ModelDescription description)
    {
        int outputs = description.Task == LearningTask.Classification ? description.Classes.Count : 1;
        if (
            document.Weights is null
            || document.Coefficients is null
            || document.Weights.Any(weight => !(weight >= 0) || double.IsInfinity(weight))
            || document.Coefficients.Any(number => !float.IsFinite(number))
        )
            throw new FormatException("its ensemble has impossible weights.");
        bool isStacked = document.Voting == VotingCatalog.Stacked;
        if (
            document.Weights.Count != (isStacked ? 0 : document.Members)
            || document.Coefficients.Count != (isStacked ? StackedVoting.Count(document.Members, outputs) : 0)
        )
            throw new FormatException("its ensemble has another number of weights than of members.");
        return document.Voting switch
        {
            VotingCatalog.Soft => new SoftVoting(document.Weights),
            VotingCatalog.Hard when outputs > 1 => new HardVoting(document.Weights),
            VotingCatalog.Stacked => new StackedVoting(document.Coefficients, document.Members, outputs),
            _ => throw new FormatException($"its kind of voting, '{StorageErrors.Printable(document.Voting ?? "")}', is not known."),
        };
    }
}
