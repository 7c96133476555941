using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Structures;

/// <summary>One slice of a parameter: all its elements with a given index on an axis.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Index">The index on the axis.</param>
/// <param name="Role">What the slice does for the channel that it belongs to.</param>
internal sealed record ParameterSlice(string Parameter, int Axis, int Index, SliceRole Role);
