using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>A tree ensemble or a linear model of a graph, before it becomes a model of one of the families.</summary>
/// <param name="node">The node, for errors.</param>
/// <param name="columns">What it reads.</param>
/// <param name="classes">The names of its classes; empty for numbers.</param>
internal abstract class OnnxPredictor(string node, IReadOnlyList<OnnxColumn> columns, IReadOnlyList<string> classes)
{
    /// <summary>The node, for errors.</summary>
    internal string Node => node;

    /// <summary>What it reads.</summary>
    internal IReadOnlyList<OnnxColumn> Columns => columns;

    /// <summary>The names of its classes in the order of its scores; empty for numbers.</summary>
    internal IReadOnlyList<string> Classes { get; set; } = classes;

    /// <summary>What makes outputs of the scores.</summary>
    internal PostTransform Transform { get; set; }

    /// <summary>Whether the outputs are divided by their sum.</summary>
    internal bool IsNormalized { get; set; }

    internal LearningTask Task => Classes.Count == 0 ? LearningTask.Regression : LearningTask.Classification;

    /// <summary>Makes the model.</summary>
    /// <param name="description">What all families have in common; its preprocessing is that of all columns of the inputs.</param>
    /// <param name="context">The file, and where warnings go.</param>
    /// <exception cref="ComputeException"><c>OnnxModelUnsupported</c>: no family computes the same function.</exception>
    internal abstract Model Build(ModelDescription description, OnnxContext context);

    /// <summary>The error of a transform that no family has.</summary>
    private protected ComputeException TransformUnsupported(OnnxContext context, ComputeMessage why) =>
        OnnxErrors.Unsupported(context.File, node, $"has the post transform {PostTransforms.NameOf(Transform)}, {why}");
}
