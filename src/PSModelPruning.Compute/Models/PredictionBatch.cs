namespace PSModelPruning.Compute.Models;

/// <summary>
/// Collects prepared rows and predicts them together. The first batches are small, so that the first predictions come at once, and grow
/// until the full size; where batches end depends on the number of rows alone, so the same rows always give the same bits.
/// </summary>
/// <typeparam name="T">What belongs to a row and comes back with its prediction.</typeparam>
internal sealed class PredictionBatch<T>
{
    private const int Growth = 4;
    private const int DefaultRows = 1024;
    private const int MinimumRows = 16;
    private const long MultiplyAccumulatesPerBatch = 4_000_000_000;

    private readonly Model _model;
    private readonly bool _withAll;
    private readonly int _fullRows;
    private readonly List<T> _items = [];
    private float[] _inputs;
    private float[] _outputs = [];
    private int _rows = 1;
    private long _predicted;

    /// <param name="model">The model.</param>
    /// <param name="rows">Rows of a full batch, or 0 for a number that suits the model.</param>
    /// <param name="withAll">Whether predictions hold the probabilities of all classes.</param>
    internal PredictionBatch(Model model, int rows, bool withAll)
    {
        _model = model;
        _withAll = withAll;
        _fullRows = rows > 0 ? rows : SuitableRows(model);
        _rows = Math.Min(_rows, _fullRows);
        _inputs = new float[model.Preprocessing.Width * _rows];
    }

    /// <summary>True where <see cref="Predict"/> is due before another row can be added.</summary>
    internal bool IsFull => _items.Count == _rows;

    /// <summary>The place for the next row's inputs; write them, then call <see cref="Add"/>.</summary>
    internal Span<float> NextInputs => _inputs.AsSpan(_items.Count * _model.Preprocessing.Width, _model.Preprocessing.Width);

    /// <summary>Adds the row whose inputs were written.</summary>
    internal void Add(T item) => _items.Add(item);

    /// <summary>Predicts the collected rows, in their order, and empties the batch.</summary>
    /// <param name="make">Makes the result of a row: its item, and its outputs as a prediction without row and source.</param>
    /// <exception cref="ComputeException"><c>PredictionNotFinite</c>: a row has no prediction.</exception>
    internal IReadOnlyList<TResult> Predict<TResult>(Func<T, RowPrediction, TResult> make)
    {
        int rows = _items.Count;
        if (rows == 0)
            return [];
        int width = _model.Preprocessing.Width,
            outputs = _model.OutputCount;
        if (_outputs.Length < rows * outputs)
            _outputs = new float[_rows * outputs];
        Span<float> output = _outputs.AsSpan(0, rows * outputs);
        _model.Predict(_inputs.AsSpan(0, rows * width), rows, output);
        var results = new TResult[rows];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> own = output.Slice(row * outputs, outputs);
            if (own.ContainsNonFinite())
                throw ModelErrors.PredictionNotFinite(_model, _predicted + row + 1, _inputs.AsSpan(row * width, width));
            results[row] = make(_items[row], ToPrediction(own));
        }
        _predicted += rows;
        _items.Clear();
        Grow();
        return results;
    }

    private static int SuitableRows(Model model)
    {
        long affordable = MultiplyAccumulatesPerBatch / Math.Max(1, model.MultiplyAccumulates);
        return (int)Math.Max(MinimumRows, Math.Min(affordable, Math.Min(DefaultRows, ModelPredictor.BatchRows(model))));
    }

    private void Grow()
    {
        if (_rows == _fullRows)
            return;
        _rows = (int)Math.Min((long)_rows * Growth, _fullRows);
        _inputs = new float[_model.Preprocessing.Width * _rows];
    }

    private RowPrediction ToPrediction(ReadOnlySpan<float> outputs)
    {
        if (_model.Task == LearningTask.Regression)
            return new RowPrediction { Prediction = outputs[0] + _model.TargetOrigin };
        int best = OutputScore.MostProbable(outputs);
        return new RowPrediction
        {
            Prediction = _model.Classes[best],
            Probability = outputs[best],
            Probabilities = _withAll ? All(outputs) : null,
        };
    }

    private ClassProbabilities All(ReadOnlySpan<float> outputs)
    {
        var probabilities = new ClassProbabilities(outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
            probabilities.Add(_model.Classes[i], (double)outputs[i]);
        return probabilities;
    }
}
