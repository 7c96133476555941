using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// A trained model of any family. It carries the preprocessing that it was trained with, the data set while it is in memory, its parent
/// and the history of what was done to it. Nothing changes a model: pruning gives a new one.
/// </summary>
public abstract class Model : IDisposable
{
    private long _originalComplexity;
    private int _originalFeatures;

    private protected Model(ModelDescription description)
    {
        Name = PlainText.Of(description.Name);
        Task = description.Task;
        // Arrays, because PowerShell cannot index what collection expressions make for a read-only list: $model.History[0].
        Classes = description.Classes.ToArray();
        Preprocessing = description.Preprocessing;
        Dataset = description.Dataset;
        Parent = description.Parent;
        History = description.History.ToArray();
        TargetOffset = description.TargetOffset;
        TargetScale = description.TargetScale;
        DatasetHash = description.Dataset?.Hash ?? description.DatasetHash;
        Seed = description.Seed;
        _originalComplexity = description.OriginalComplexity;
        _originalFeatures = description.OriginalFeatures;
    }

    /// <summary>The model's name: the preset's or the family's, unless another was given.</summary>
    public string Name { get; private set; }

    /// <summary>The kind: Network, Linear, Tree, Forest …</summary>
    public abstract string Kind { get; }

    /// <summary>What it predicts.</summary>
    public LearningTask Task { get; }

    /// <summary>The class names in the order of the outputs; empty for regression.</summary>
    public IReadOnlyList<string> Classes { get; }

    /// <summary>The data set that it was trained on; null for a model read from a file.</summary>
    public Dataset? Dataset { get; }

    /// <summary>The model that this one was made from; null for one that was trained or read from a file.</summary>
    public Model? Parent { get; private set; }

    /// <summary>What was done, oldest first.</summary>
    public IReadOnlyList<ModelEvent> History { get; private set; }

    /// <summary>The hash of the data set it was trained on.</summary>
    public string DatasetHash { get; }

    /// <summary>The seed it was trained with.</summary>
    public int Seed { get; }

    /// <summary>What the pruning that made this model did, and what it cost; null for a model that was not made by pruning.</summary>
    public PruningReport? Pruning { get; internal set; }

    /// <summary>
    /// Accuracy or R² on the validation rows before the pruning that made this model; null where nothing was pruned or measured.
    /// </summary>
    public double? ScoreBefore => Pruning is { } report && !double.IsNaN(report.ScoreBefore) ? report.ScoreBefore : null;

    /// <summary>The same figure of this model, after the pruning.</summary>
    public double? ScoreAfter => Pruning is { } report && !double.IsNaN(report.ScoreAfter) ? report.ScoreAfter : null;

    /// <summary>Numbers that the model holds, pruned ones included.</summary>
    public abstract long Parameters { get; }

    /// <summary>Numbers that are not zero. Families that lose what is pruned have no other numbers.</summary>
    public virtual long NonzeroParameters => Parameters;

    /// <summary>
    /// How much is gone, 0 to 1: the fraction of a network's prunable weights that are zero; for other families the fraction of the
    /// original model's nodes, trees, prototypes or members.
    /// </summary>
    public virtual double Sparsity => LostComplexity;

    /// <summary>How complex the model is, counted in <see cref="ComplexityUnit"/>: what pruning makes smaller.</summary>
    public abstract long Complexity { get; }

    /// <summary>What <see cref="Complexity"/> counts, in the plural: weights (not zero), nodes, trees, prototypes, models.</summary>
    public abstract string ComplexityUnit { get; }

    /// <summary>Bytes of the parameters stored densely as they are.</summary>
    public virtual long StoredBytes => Parameters * sizeof(float);

    /// <summary>
    /// Bytes of the parameters as a model file holds them: sparse tensors packed, quantized numbers in their few bits, both entropy-coded
    /// where that is smaller.
    /// </summary>
    public virtual long PackedBytes => StoredBytes;

    /// <summary>
    /// In which numbers the weights of a network are stored: float32, Int8 (activations too), Int8 weights, Int4 weights, Float16,
    /// BFloat16, Codebook 5 bit. Empty for other families.
    /// </summary>
    public virtual string NumberFormat => "";

    /// <summary>Multiply-accumulates to predict one row; 0 where the family has none.</summary>
    public virtual long MultiplyAccumulates => 0;

    /// <summary>
    /// Releases the model's tensors, if its family has any. A prediction of another thread that has begun is completed first; later ones
    /// are refused. A model that is not disposed releases its tensors when it is collected.
    /// </summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>The name and the size, in a line.</summary>
    public override string ToString() => $"{Name} ({Kind}, {Parameters} parameters)";

    /// <summary>What the model is made of, in a line: its layers, leaves, members. Views show it.</summary>
    /// <param name="culture">The culture of the numbers.</param>
    internal abstract string Structure(CultureInfo culture);

    /// <summary>
    /// Whether numbers that pruning took stay in the model as zeros, as in networks; other families lose them.
    /// </summary>
    internal virtual bool KeepsZeros => false;

    /// <summary>Whether predicting skips zeros.</summary>
    internal virtual bool PassesOverZeros => false;

    /// <summary>How many levels of ensembles the model is: 0 for one that is not joined from others.</summary>
    internal virtual int Levels => 0;

    /// <summary>The models that it is joined from, and those that these are joined from.</summary>
    internal virtual int AllMembers => 0;

    internal Preprocessing Preprocessing { get; }

    /// <summary>The complexity of the oldest ancestor, which fractions are of; pruning hands it on, and model files keep it.</summary>
    public long OriginalComplexity => _originalComplexity > 0 ? _originalComplexity : Complexity;

    /// <summary>
    /// The number of features of the oldest ancestor, which fractions of features are of; handed on like <see cref="OriginalComplexity"/>.
    /// </summary>
    internal int OriginalFeatures => _originalFeatures > 0 ? _originalFeatures : Preprocessing.Features.Count;

    /// <summary>The fraction of the oldest ancestor's complexity that is gone, 0 to 1.</summary>
    private protected double LostComplexity => OriginalComplexity == 0 ? 0 : Math.Max(0, 1 - (double)Complexity / OriginalComplexity);

    /// <summary>Outputs of a row: the number of classes, or 1.</summary>
    internal int OutputCount => Task == LearningTask.Classification ? Classes.Count : 1;

    /// <summary>A regression model's raw output times <see cref="TargetScale"/> plus this is in the target's own units.</summary>
    internal double TargetOffset { get; }

    /// <summary>What the numbers that the model predicts are counted from, so that float32 keeps their digits; 0 for classes.</summary>
    internal double TargetOrigin => Task == LearningTask.Regression ? Preprocessing.Target?.Offset ?? 0 : 0;

    /// <summary>See <see cref="TargetOffset"/>; 1 where the target was not scaled.</summary>
    internal double TargetScale { get; }

    /// <summary>Predicts prepared rows. Thread-safe.</summary>
    /// <param name="inputs">Prepared inputs, <c>[rows × inputs]</c>.</param>
    /// <param name="rows">Rows; callers pass at most a few thousand at a time.</param>
    /// <param name="output">Receives <c>[rows × outputs]</c>: class probabilities that sum to 1, or the number in the target's own
    /// units.</param>
    internal abstract void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output);

    /// <summary>
    /// Predicts prepared rows as <see cref="Predict"/> does, but with the same bits every time on the same number of threads, whatever
    /// was measured to be fastest. Whatever is fitted to predictions takes them from here. Thread-safe.
    /// </summary>
    internal virtual void PredictReproducibly(ReadOnlySpan<float> inputs, int rows, Span<float> output) => Predict(inputs, rows, output);

    /// <summary>
    /// Begins a use of the model that is longer than a prediction. Until the result is disposed, the model keeps its tensors, even where
    /// another thread disposes it.
    /// </summary>
    /// <exception cref="ComputeException"><c>ModelDisposed</c>.</exception>
    internal virtual IDisposable Use() => Unowned.Instance;

    /// <summary>
    /// Makes a model that was fitted a moment ago, and that nobody has seen yet, a child of the model whose place it takes.
    /// </summary>
    /// <param name="parent">The model that it was made from.</param>
    /// <param name="name">Its name.</param>
    /// <param name="change">What was done.</param>
    internal void Adopt(Model parent, string name, ModelEvent change)
    {
        Name = name;
        Parent = parent;
        History = parent.History.Append(change).ToArray();
        // What is counted otherwise has no common original: a tree in a network's place is a beginning.
        _originalComplexity = ComplexityUnit == parent.ComplexityUnit ? parent.OriginalComplexity : 0;
        _originalFeatures = parent.OriginalFeatures;
    }

    /// <summary>Gives a model that nobody has seen yet another name.</summary>
    internal void Rename(string name) => Name = name;

    internal ModelDescription Describe() =>
        new()
        {
            Name = Name,
            Task = Task,
            Classes = Classes,
            Preprocessing = Preprocessing,
            Dataset = Dataset,
            Parent = Parent,
            History = History,
            TargetOffset = TargetOffset,
            TargetScale = TargetScale,
            DatasetHash = DatasetHash,
            Seed = Seed,
            OriginalComplexity = OriginalComplexity,
            OriginalFeatures = OriginalFeatures,
        };

    /// <summary>The use of a model without tensors, which can be used for ever.</summary>
    private sealed class Unowned : IDisposable
    {
        internal static readonly Unowned Instance = new();

        public void Dispose() { }
    }
}
