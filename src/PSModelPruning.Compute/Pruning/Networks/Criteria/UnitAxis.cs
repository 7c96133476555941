using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Pruning.Networks.Criteria;

/// <summary>Which slices of one axis of one parameter belong to which units.</summary>
/// <param name="Parameter">The parameter's name.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Role">What the slices do for their unit.</param>
/// <param name="Slices">Indices on the axis.</param>
/// <param name="Units">For each, the position of its unit.</param>
internal sealed record UnitAxis(string Parameter, int Axis, SliceRole Role, long[] Slices, long[] Units);
