namespace PSModelPruning.Compute.Models;

/// <summary>
/// How the prepared inputs of a data set become the inputs of a model: which are taken, and, where the data set was prepared with other
/// statistics than the model, how each is converted. The identity for the data set that the model was trained on.
/// </summary>
internal sealed class InputSelection
{
    private readonly InputSource[] _sources;

    /// <param name="sourceWidth">Inputs of a row of the data set.</param>
    /// <param name="sources">Where each input of the model comes from.</param>
    internal InputSelection(int sourceWidth, InputSource[] sources)
    {
        SourceWidth = sourceWidth;
        _sources = sources;
        IsIdentity = sources.Length == sourceWidth && !sources.Where((source, i) => !source.IsCopyOf(i)).Any();
    }

    /// <summary>Inputs of a row of the data set.</summary>
    internal int SourceWidth { get; }

    /// <summary>Inputs of a row of the model.</summary>
    internal int Width => _sources.Length;

    /// <summary>True where the model takes the data set's rows as they are.</summary>
    internal bool IsIdentity { get; }

    /// <summary>The selection that takes every input as it is.</summary>
    internal static InputSelection Identity(int width) => new(width, [.. Enumerable.Range(0, width).Select(InputSource.Copy)]);

    /// <summary>Converts rows.</summary>
    /// <param name="rows">Inputs of the data set, <c>[rows × <see cref="SourceWidth"/>]</c>.</param>
    /// <param name="output">Receives inputs of the model, <c>[rows × <see cref="Width"/>]</c>.</param>
    internal void Apply(ReadOnlySpan<float> rows, Span<float> output)
    {
        int count = rows.Length / SourceWidth;
        for (int row = 0; row < count; row++)
        {
            ReadOnlySpan<float> from = rows.Slice(row * SourceWidth, SourceWidth);
            Span<float> to = output.Slice(row * _sources.Length, _sources.Length);
            for (int i = 0; i < to.Length; i++)
                to[i] = _sources[i].Read(from);
        }
    }
}

/// <summary>Where one input of a model comes from.</summary>
/// <param name="Index">The input of the data set, or -1 for one that is always <paramref name="Shift"/>.</param>
/// <param name="Scale">It is multiplied by this …</param>
/// <param name="Shift">… and this is added.</param>
/// <param name="Low">The result is at least this …</param>
/// <param name="High">… and at most this.</param>
/// <param name="Fill">What a missing value becomes; NaN where it stays missing.</param>
internal readonly record struct InputSource(
    int Index,
    double Scale,
    double Shift,
    double Low = double.NegativeInfinity,
    double High = double.PositiveInfinity,
    double Fill = double.NaN
)
{
    /// <summary>The input as it is.</summary>
    internal static InputSource Copy(int index) => new(index, 1, 0);

    /// <summary>An input that the data set lacks: a category that it does not know.</summary>
    internal static readonly InputSource Zero = new(-1, 0, 0);

    internal bool IsCopyOf(int index) => Index == index && IsCopy;

    private bool IsCopy =>
        Scale == 1 && Shift == 0 && Low == double.NegativeInfinity && High == double.PositiveInfinity && double.IsNaN(Fill);

    internal float Read(ReadOnlySpan<float> row) =>
        Index < 0 ? (float)Shift
        : IsCopy ? row[Index]
        : float.IsNaN(row[Index]) ? (float)Fill
        : (float)Math.Clamp(row[Index] * Scale + Shift, Low, High);
}
