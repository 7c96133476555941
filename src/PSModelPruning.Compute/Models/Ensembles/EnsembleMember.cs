namespace PSModelPruning.Compute.Models.Ensembles;

/// <summary>One model of an ensemble, and how it takes the ensemble's rows and gives the ensemble's outputs.</summary>
internal sealed class EnsembleMember
{
    private readonly InputSelection _inputs;
    private readonly int[] _classes;
    private readonly bool _sameClasses;
    private readonly double _shift;

    /// <param name="model">The model.</param>
    /// <param name="inputs">How the ensemble's inputs become the model's.</param>
    /// <param name="classes">The ensemble's index of each of the model's classes; empty for numbers.</param>
    /// <param name="shift">What is added to a number, where the ensemble counts from elsewhere than the model.</param>
    internal EnsembleMember(Model model, InputSelection inputs, int[] classes, double shift = 0)
    {
        _shift = shift;
        Model = model;
        _inputs = inputs;
        _classes = classes;
        _sameClasses = !classes.Where((index, i) => index != i).Any();
    }

    internal Model Model { get; }

    /// <summary>The member of an ensemble.</summary>
    /// <exception cref="ComputeException"><c>EnsembleSchemaMismatch</c>, <c>EnsembleClassMismatch</c>.</exception>
    internal static EnsembleMember Of(Model model, Data.Preprocessing ensemble, IReadOnlyList<string> classes)
    {
        InputSelection inputs = SchemaMatch.Inputs(model.Preprocessing, ensemble, difference =>
            EnsembleErrors.SchemasDiffer(model, difference)
        );
        int[] positions = [.. model.Classes.Select(name => classes.ToList().IndexOf(name))];
        double origin = model.Task == LearningTask.Regression ? ensemble.Target?.Offset ?? 0 : 0;
        return new EnsembleMember(model, inputs, positions, model.TargetOrigin - origin);
    }

    /// <summary>Predicts rows that the ensemble takes.</summary>
    /// <param name="rows">The ensemble's inputs, <c>[count × inputs]</c>.</param>
    /// <param name="count">Rows.</param>
    /// <param name="output">Receives <c>[count × outputs]</c>, in the ensemble's order of classes.</param>
    /// <param name="reproducibly">As <see cref="Model.PredictReproducibly"/> does.</param>
    internal void Predict(ReadOnlySpan<float> rows, int count, Span<float> output, bool reproducibly = false)
    {
        if (!_inputs.IsIdentity)
        {
            float[] own = new float[count * _inputs.Width];
            _inputs.Apply(rows, own);
            rows = own;
        }
        if (reproducibly)
            Model.PredictReproducibly(rows, count, output);
        else
            Model.Predict(rows, count, output);
        if (!_sameClasses)
            Reorder(output);
        for (int i = 0; _shift != 0 && i < count; i++)
            output[i] = (float)(output[i] + _shift);
    }

    private void Reorder(Span<float> output)
    {
        Span<float> row = stackalloc float[Math.Min(_classes.Length, 256)];
        if (_classes.Length > row.Length)
            row = new float[_classes.Length];
        for (int first = 0; first < output.Length; first += _classes.Length)
        {
            output.Slice(first, _classes.Length).CopyTo(row);
            for (int i = 0; i < _classes.Length; i++)
                output[first + _classes[i]] = row[i];
        }
    }
}
