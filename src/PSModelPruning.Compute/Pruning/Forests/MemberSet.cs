using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>
/// What the pruning of an ensemble needs of it: members that predict by themselves, the weight of each, and the ensemble of some of them.
/// </summary>
internal abstract class MemberSet
{
    /// <summary>The ensemble.</summary>
    internal abstract Model Model { get; }

    /// <summary>What a member is, in the singular.</summary>
    internal abstract string Unit { get; }

    /// <summary>The part of each member, <c>[members]</c>.</summary>
    internal abstract IReadOnlyList<double> Weights { get; }

    /// <summary>True where each member has a vote, false where probabilities or numbers are averaged.</summary>
    internal virtual bool CountsVotes => false;

    /// <summary>
    /// True where the ensemble of some members is the weighted mean (or vote) of those members, with the weights they have.
    /// </summary>
    internal virtual bool IsAdditive => true;

    internal int Count => Weights.Count;

    /// <summary>The members of a model.</summary>
    internal static MemberSet Of(Model model) =>
        model switch
        {
            ForestModel forest => new ForestMembers(forest),
            EnsembleModel ensemble => new EnsembleMembers(ensemble),
            _ => throw new ArgumentException($"A model of kind {model.Kind} has no members."),
        };

    /// <summary>What one member predicts of rows, <c>[rows × outputs]</c>.</summary>
    internal abstract void Predict(int member, ReadOnlySpan<float> inputs, int rows, Span<float> output);

    /// <summary>The ensemble of some members, whose weights are made to sum to 1 again.</summary>
    /// <param name="members">Their indices, rising.</param>
    /// <param name="description">The result's.</param>
    /// <param name="monitor">Asked whether to stop where something is fitted.</param>
    internal abstract Model Keep(IReadOnlyList<int> members, ModelDescription description, IWorkMonitor monitor);

    private protected double[] Parts(IReadOnlyList<int> members)
    {
        double sum = members.Sum(member => Weights[member]);
        return [.. members.Select(member => sum > 0 ? Weights[member] / sum : 1.0 / members.Count)];
    }
}

/// <summary>The trees of a forest.</summary>
internal sealed class ForestMembers(ForestModel forest) : MemberSet
{
    internal override Model Model => forest;

    internal override string Unit => "tree";

    internal override IReadOnlyList<double> Weights => forest.Weights;

    internal override void Predict(int member, ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        output = output[..(rows * forest.OutputCount)];
        output.Clear();
        TreeSum.Add([forest.Trees[member]], [], inputs, rows, output, forest.OutputCount);
    }

    internal override Model Keep(IReadOnlyList<int> members, ModelDescription description, IWorkMonitor monitor) =>
        new ForestModel(description, [.. members.Select(member => forest.Trees[member])], Parts(members), forest.Options);
}

/// <summary>The members of a joined ensemble.</summary>
internal sealed class EnsembleMembers(EnsembleModel ensemble) : MemberSet
{
    internal override Model Model => ensemble;

    internal override string Unit => "model";

    internal override IReadOnlyList<double> Weights => ensemble.Weights;

    internal override bool CountsVotes => ensemble.Rule is HardVoting;

    internal override bool IsAdditive => ensemble.Rule is not StackedVoting;

    internal override void Predict(int member, ReadOnlySpan<float> inputs, int rows, Span<float> output) =>
        ensemble.PredictMember(member, inputs, rows, output);

    internal override Model Keep(IReadOnlyList<int> members, ModelDescription description, IWorkMonitor monitor)
    {
        Model[] kept = [.. members.Select(member => ensemble.Members[member])];
        VotingRule rule = ensemble.Rule switch
        {
            HardVoting => new HardVoting(Parts(members)),
            StackedVoting => Stacker.Fit(kept, description, new JoinOptions { Seed = ensemble.Seed }, monitor),
            _ => new SoftVoting(Parts(members)),
        };
        return new EnsembleModel(description, kept, rule);
    }
}
