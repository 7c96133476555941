using System.Runtime.CompilerServices;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// The values of one column in one block of rows, as they were read: numbers (float32, or float64 from the first one on that float32 does
/// not keep), or codes of texts. NaN and -1 are missing values. The float32 numbers of a block's columns lie side by side in one array.
/// </summary>
internal sealed class RawValues
{
    private float[]? _singles;
    private int _first;
    private int _capacity;
    private double[]? _doubles;
    private int[]? _codes;

    private RawValues() { }

    internal int Count { get; private set; }

    /// <summary>How many of the values are missing.</summary>
    internal int MissingCount { get; private set; }

    /// <summary>The codes of a column of texts; null for numbers.</summary>
    internal int[]? Codes => _codes;

    /// <summary>The numbers, where all are kept as float32; empty otherwise.</summary>
    internal ReadOnlySpan<float> Singles => _singles is null ? [] : _singles.AsSpan(_first, Count);

    /// <summary>Numbers that lie in a part of a shared array.</summary>
    internal static RawValues ForNumbers(float[] shared, int first, int capacity) =>
        new()
        {
            _singles = shared,
            _first = first,
            _capacity = capacity,
        };

    internal static RawValues ForTexts(int capacity) => new() { _codes = new int[capacity] };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal double Number(int row) => _singles is not null ? _singles[_first + row] : _doubles![row];

    internal bool IsMissing(int row) => _codes is not null ? _codes[row] < 0 : double.IsNaN(Number(row));

    /// <summary>Where the numbers start in a shared array; -1 where they do not lie there (any more).</summary>
    internal int FirstIn(float[] shared) => _singles == shared ? _first : -1;

    /// <summary>Takes the numbers that were put straight into their places.</summary>
    internal void CountTo(int count) => Count = count;

    /// <summary>Adds a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Add(double number)
    {
        if (_singles is not null && Count < _capacity && NumberText.FitsSingle(number))
            _singles[_first + Count++] = (float)number;
        else
            AddSlowly(number);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void AddMissing()
    {
        MissingCount++;
        if (_codes is not null)
            PutCode(-1);
        else
            AddSlowly(double.NaN);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void AddCode(int code) => PutCode(code);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void PutCode(int code)
    {
        if (Count == _codes!.Length)
            Array.Resize(ref _codes, Count * 2);
        _codes[Count++] = code;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AddSlowly(double number)
    {
        if (_singles is not null)
        {
            if (Count == _capacity)
            {
                float[] own = new float[_capacity * 2];
                Array.Copy(_singles, _first, own, 0, Count);
                (_singles, _first, _capacity) = (own, 0, own.Length);
            }
            if (double.IsNaN(number) || NumberText.FitsSingle(number))
            {
                _singles[_first + Count++] = (float)number;
                return;
            }
            _doubles = new double[_capacity];
            for (int i = 0; i < Count; i++)
                _doubles[i] = _singles[_first + i];
            _singles = null;
        }
        if (Count == _doubles!.Length)
            Array.Resize(ref _doubles, Count * 2);
        _doubles[Count++] = double.IsNaN(number) ? number : NumberText.Kept(number);
    }
}
