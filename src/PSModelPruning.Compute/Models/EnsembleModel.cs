using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Ensembles;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// Several models of any kinds that predict together. It takes raw rows with all the features that any member takes; each member gets its
/// own, matched by name and scaled as it was trained. An ensemble that was joined does not own its members: they live on when it is
/// disposed, and must not be disposed before it. One that was read from a file owns them.
/// </summary>
public sealed class EnsembleModel : Model
{
    /// <summary>The most members of an ensemble, those of its members counted.</summary>
    internal const int MostMembers = 500;

    /// <summary>How deep ensembles may hold ensembles.</summary>
    internal const int MostLevels = 3;

    private readonly EnsembleMember[] _members;
    private readonly bool _ownsMembers;
    private readonly Lifetime _lifetime;

    /// <param name="description">What all families have in common; its preprocessing holds every feature of every member.</param>
    /// <param name="members">The models.</param>
    /// <param name="voting">How their outputs become one.</param>
    /// <param name="ownsMembers">Whether they are disposed with the ensemble.</param>
    /// <exception cref="ComputeException"><c>EnsembleSchemaMismatch</c>: a member cannot take the rows.</exception>
    internal EnsembleModel(ModelDescription description, IReadOnlyList<Model> members, VotingRule voting, bool ownsMembers = false)
        : base(description)
    {
        _members = [.. members.Select(member => EnsembleMember.Of(member, description.Preprocessing, description.Classes))];
        _ownsMembers = ownsMembers;
        _lifetime = new Lifetime(Release);
        Members = members.ToArray();
        Rule = voting;
        Weights = voting.Weights.ToArray();
    }

    /// <inheritdoc/>
    public override string Kind => "Ensemble";

    /// <summary>The models, in the order of their weights.</summary>
    public IReadOnlyList<Model> Members { get; }

    /// <summary>Soft, Hard or Stacked.</summary>
    public string Voting => Rule.Name;

    /// <summary>The part of each member: what it votes with; for stacked classes, the size of its coefficients as a part of 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The numbers of all members and those that combine them.</summary>
    public override long Parameters => Members.Sum(member => member.Parameters) + Rule.Parameters;

    /// <inheritdoc/>
    public override long NonzeroParameters => Members.Sum(member => member.NonzeroParameters) + Rule.Parameters;

    /// <inheritdoc/>
    public override long Complexity => Members.Count;

    /// <inheritdoc/>
    public override string ComplexityUnit => "models";

    /// <inheritdoc/>
    public override long StoredBytes => Members.Sum(member => member.StoredBytes) + Rule.Parameters * sizeof(float);

    /// <inheritdoc/>
    public override long PackedBytes => Members.Sum(member => member.PackedBytes) + Rule.Parameters * sizeof(float);

    /// <summary>The multiply-accumulates of all members and those that combine their outputs.</summary>
    public override long MultiplyAccumulates => Members.Sum(member => member.MultiplyAccumulates) + Rule.MultiplyAccumulates(OutputCount);

    internal VotingRule Rule { get; }

    /// <summary>How many levels of ensembles it is, 1 where no member is one.</summary>
    internal override int Levels => 1 + Members.Max(member => member.Levels);

    /// <summary>Members, and members of members.</summary>
    internal override int AllMembers => Members.Sum(member => 1 + member.AllMembers);

    /// <summary>Disposes the members where the ensemble was read from a file; members that were joined are left alone.</summary>
    public override void Dispose() => _lifetime.End();

    /// <summary>Begins a use of the ensemble and of all its members.</summary>
    /// <exception cref="ComputeException"><c>ModelDisposed</c>: of the ensemble, or of a member.</exception>
    internal override IDisposable Use()
    {
        var uses = new MemberUses(Begin());
        try
        {
            foreach (Model member in Members)
                uses.Add(member.Use());
            return uses;
        }
        catch
        {
            uses.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture) =>
        $"{Voting}: "
        + string.Join(", ", Members.Zip(Weights, (member, weight) => string.Create(culture, $"{member.Name} ({weight:0.###})")));

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output) => Predict(inputs, rows, output, false);

    /// <inheritdoc/>
    internal override void PredictReproducibly(ReadOnlySpan<float> inputs, int rows, Span<float> output) =>
        Predict(inputs, rows, output, true);

    private void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output, bool reproducibly)
    {
        using Lifetime.Use use = Begin();
        output = output[..(rows * OutputCount)];
        float[] predicted = new float[output.Length];
        Rule.Begin(output, OutputCount);
        for (int member = 0; member < _members.Length; member++)
        {
            _members[member].Predict(inputs, rows, predicted, reproducibly);
            Rule.Add(member, predicted, output, OutputCount);
        }
        Rule.End(output, OutputCount);
    }

    /// <summary>What one member predicts of the ensemble's rows, in the ensemble's order of classes.</summary>
    internal void PredictMember(int member, ReadOnlySpan<float> inputs, int rows, Span<float> output) =>
        _members[member].Predict(inputs, rows, output);

    private Lifetime.Use Begin() => _lifetime.TryUse(out Lifetime.Use use) ? use : throw ModelErrors.Disposed(this);

    private void Release()
    {
        if (!_ownsMembers)
            return;
        foreach (Model member in Members)
            member.Dispose();
    }

    /// <summary>The use of an ensemble and those of its members.</summary>
    private sealed class MemberUses(IDisposable ensemble) : IDisposable
    {
        private readonly List<IDisposable> _uses = [ensemble];

        internal void Add(IDisposable use) => _uses.Add(use);

        public void Dispose()
        {
            foreach (IDisposable use in _uses)
                use.Dispose();
        }
    }
}
