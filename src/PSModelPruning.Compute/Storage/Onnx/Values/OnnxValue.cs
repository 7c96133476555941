using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Predictors;

namespace PSModelPruning.Compute.Storage.Onnx.Values;

/// <summary>What a name of a graph stands for, as far as a tree ensemble or a linear model needs to know.</summary>
internal abstract record OnnxValue;

/// <summary>A tensor of the file.</summary>
internal sealed record OnnxConstant(OnnxTensor Tensor) : OnnxValue;

/// <summary>Columns of the rows, <c>[rows × columns]</c>, each with what was done to it so far.</summary>
internal sealed record OnnxColumns(IReadOnlyList<OnnxColumn> Items) : OnnxValue;

/// <summary>The scores or probabilities of a model, or its number.</summary>
internal sealed record OnnxScores(OnnxPredictor Predictor) : OnnxValue;

/// <summary>The labels that a model gives.</summary>
internal sealed record OnnxLabels(OnnxPredictor Predictor) : OnnxValue;
