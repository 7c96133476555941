using System.Management.Automation;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models;

namespace PSModelPruning.Rows;

/// <summary>Predicts objects from the pipeline, a batch at a time, and gives copies of them with the prediction added.</summary>
internal sealed class ObjectPredictor
{
    private readonly RowPreparer _preparer;
    private readonly PredictionBatch<PSObject> _batch;
    private readonly string[] _names;
    private readonly object?[] _values;
    private readonly HashSet<string> _known;

    internal ObjectPredictor(Model model, RowPreparer preparer, int batchSize, bool withAll)
    {
        _preparer = preparer;
        _batch = new PredictionBatch<PSObject>(model, batchSize, withAll);
        _names = [.. model.Preprocessing.Features.Select(feature => feature.Name)];
        _values = new object?[_names.Length];
        _known = new HashSet<string>(Known(model), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The properties that could not be read.</summary>
    internal UnreadableValues Unreadable { get; } = new();

    /// <summary>True where <see cref="Predict"/> is due before another object can be added.</summary>
    internal bool IsFull => _batch.IsFull;

    /// <summary>The names of the columns that mean something to a model: its features and its target.</summary>
    internal static IEnumerable<string> Known(Model model) =>
        model.Preprocessing.Features.Select(feature => feature.Name).Concat(model.Preprocessing.Target is { } target ? [target.Name] : []);

    /// <summary>True where the object has every column that the model needs.</summary>
    internal static bool IsRow(PSObject input, Model model) =>
        model.Preprocessing.Features.Count > 0
        && ObjectRow.TryRead(
            input,
            [.. model.Preprocessing.Features.Select(feature => feature.Name)],
            new object?[model.Preprocessing.Features.Count],
            new UnreadableValues()
        );

    /// <summary>The object's columns that the model does not use.</summary>
    internal IReadOnlyList<string> Unused(PSObject row) => [.. ObjectRow.Names(row).Where(name => !_known.Contains(name))];

    /// <summary>Prepares an object.</summary>
    /// <exception cref="ComputeException"><c>PredictionColumnMissing</c> or <c>PredictionValueInvalid</c>.</exception>
    internal void Add(PSObject row)
    {
        // Binding to the names that the object has makes the error that lists the ones it lacks.
        if (
            !ObjectRow.TryRead(row, _names, _values, Unreadable)
            && !(
                _preparer.Preprocessing.NamesByPlace(ObjectRow.Names(row)) is { } byPlace
                && ObjectRow.TryRead(row, byPlace, _values, Unreadable)
            )
        )
            _preparer.Bind(ObjectRow.Names(row));
        _preparer.BindByPlace();
        _preparer.Prepare(_values, _batch.NextInputs);
        _batch.Add(row);
    }

    /// <summary>Predicts the objects that were added.</summary>
    internal IReadOnlyList<PSObject> Predict() => _batch.Predict(ObjectRow.WithPrediction);
}
