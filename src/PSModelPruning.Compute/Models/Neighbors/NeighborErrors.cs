using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>The errors of nearest neighbours.</summary>
internal static class NeighborErrors
{
    internal static ComputeException TooManyNeighbors(int neighbors, int rows) =>
        new(
            "NeighborsTooMany",
            ErrorKind.InvalidArgument,
            $"{Option.Neighbors.Is(neighbors)} is not possible: there are {rows} training rows, and every vote needs one. Use "
                + $"1 to {rows}."
        );

    internal static ComputeException ZeroRow(string dataset, int row) =>
        new(
            "ZeroRowWithoutAngle",
            ErrorKind.InvalidData,
            $"All inputs of training row {row + 1} of '{dataset}' are 0, so it has no angle to other rows. Use "
                + $"{Option.Distance.Is("Euclidean")} or Manhattan, or import the data with another {Option.Scale}."
        );
}
