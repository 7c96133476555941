using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores ensembles: how they vote as JSON, and each member with all parts of its own in the same archive.</summary>
internal sealed class EnsembleCodec : ModelCodec
{
    // Of a sum of probabilities or of members' numbers: far beyond any that least squares or a regularized regression gives.
    private const float MostCoefficient = 1e30f;

    /// <inheritdoc/>
    internal override string Family => "Ensemble";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames => [EnsembleDocument.PartName];

    /// <inheritdoc/>
    internal override bool Handles(Model model) => model is EnsembleModel;

    /// <inheritdoc/>
    internal override void Write(Model model, ArchiveWriter archive, ModelParts members, CancellationToken cancellation)
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
            EnsembleJson.Default.EnsembleDocument
        );
        for (int i = 0; i < ensemble.Members.Count; i++)
            members.Write(ensemble.Members[i], archive.Member(i), cancellation);
    }

    /// <inheritdoc/>
    internal override Model Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        ModelParts members,
        CancellationToken cancellation
    )
    {
        EnsembleDocument own = parts.Json(EnsembleDocument.PartName, EnsembleJson.Default.EnsembleDocument);
        if (own.Members is < 1 or > EnsembleModel.MostMembers)
            throw new ContentException($"its ensemble claims {own.Members} members.");
        if (parts.Level >= EnsembleModel.MostLevels)
            throw new ContentException($"its ensembles are more than {EnsembleModel.MostLevels} levels deep.");
        VotingRule rule = Rule(own, description);
        var models = new List<Model>();
        try
        {
            for (int i = 0; i < own.Members; i++)
            {
                Model member = members.Read(parts.Member(i), cancellation);
                models.Add(member);
                if (member.Task != description.Task || !member.Classes.ToHashSet().SetEquals(description.Classes))
                    throw new ContentException($"the classes of its member {i} are not those of the ensemble.");
            }
            return new EnsembleModel(description, models, rule, ownsMembers: true);
        }
        catch
        {
            models.ForEach(member => member.Dispose());
            throw;
        }
    }

    private static VotingRule Rule(EnsembleDocument document, ModelDescription description)
    {
        int outputs = Outputs(description);
        if (
            document.Weights is null
            || document.Coefficients is null
            || document.Weights.Any(weight => !(weight >= 0) || double.IsInfinity(weight))
            || !double.IsFinite(document.Weights.Sum())
            || document.Coefficients.Any(number => !(Math.Abs(number) < MostCoefficient))
        )
            throw new ContentException("its ensemble has impossible weights.");
        bool isStacked = document.Voting == VotingCatalog.Stacked;
        if (
            document.Weights.Count != (isStacked ? 0 : document.Members)
            || document.Coefficients.Count != (isStacked ? StackedVoting.Count(document.Members, outputs) : 0)
        )
            throw new ContentException("its ensemble has another number of weights than of members.");
        return document.Voting switch
        {
            VotingCatalog.Soft => new SoftVoting(document.Weights),
            VotingCatalog.Hard when outputs > 1 => new HardVoting(document.Weights),
            VotingCatalog.Stacked => new StackedVoting(document.Coefficients, document.Members, outputs),
            _ => throw new ContentException($"its kind of voting, '{StorageErrors.Printable(document.Voting ?? "")}', is not known."),
        };
    }
}
