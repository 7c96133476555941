namespace PSModelPruning.Compute.Data;

/// <summary>
/// The values of one column in one block of rows, as they were read: numbers (float32, or float64 from the first one on that float32 does
/// not keep), or codes of texts. NaN and -1 are missing values.
/// </summary>
internal sealed class RawValues
{
    private float[]? _singles;
    private double[]? _doubles;
    private int[]? _codes;

    private RawValues() { }

    internal int Count { get; private set; }

    /// <summary>The codes of a column of texts; null for numbers.</summary>
    internal int[]? Codes => _codes;

    internal static RawValues ForNumbers(int capacity) => new() { _singles = new float[capacity] };

    internal static RawValues ForTexts(int capacity) => new() { _codes = new int[capacity] };

    internal double Number(int row) => _singles is not null ? _singles[row] : _doubles![row];

    /// <summary>Copies all numbers as float64.</summary>
    internal void CopyNumbers(Span<double> numbers)
    {
        if (_singles is not null)
        {
            for (int i = 0; i < Count; i++)
                numbers[i] = _singles[i];
        }
        else
        {
            _doubles.AsSpan(0, Count).CopyTo(numbers);
        }
    }

    /// <summary>Adds a number that <see cref="NumberText.Kept"/> has rounded.</summary>
    internal void Add(double number)
    {
        if (_singles is not null)
        {
            float single = (float)number;
            if (single == number || double.IsNaN(number))
            {
                if (Count == _singles.Length)
                    Array.Resize(ref _singles, Count * 2);
                _singles[Count++] = single;
                return;
            }
            Widen();
        }
        if (Count == _doubles!.Length)
            Array.Resize(ref _doubles, Count * 2);
        _doubles[Count++] = number;
    }

    internal void AddCode(int code)
    {
        if (Count == _codes!.Length)
            Array.Resize(ref _codes, Count * 2);
        _codes[Count++] = code;
    }

    private void Widen()
    {
        _doubles = new double[_singles!.Length];
        for (int i = 0; i < Count; i++)
            _doubles[i] = _singles[i];
        _singles = null;
    }
}
