namespace PSModelPruning.Compute.Models.Neighbors;

/// <summary>What neighbours say together.</summary>
internal static class NeighborVote
{
    /// <summary>The classes' parts of the votes, or the mean of the neighbours' numbers.</summary>
    /// <param name="neighbors">The prototypes that vote, nearest first.</param>
    /// <param name="distances">How far they are.</param>
    /// <param name="targets">The prototypes' class indices or numbers.</param>
    /// <param name="byDistance">Whether a vote weighs the inverse of the distance; one at distance 0 leaves no weight to the
    /// others.</param>
    /// <param name="output">Receives <c>[classes]</c> probabilities that sum to 1, or <c>[1]</c> number where
    /// <paramref name="isNumber"/>.</param>
    /// <param name="isNumber">Whether the targets are numbers.</param>
    internal static void Count(
        ReadOnlySpan<int> neighbors,
        ReadOnlySpan<double> distances,
        ReadOnlySpan<float> targets,
        bool byDistance,
        bool isNumber,
        Span<float> output
    )
    {
        bool isAtZero = byDistance && distances.Length > 0 && distances[0] == 0;
        double total = 0,
            sum = 0;
        output.Clear();
        for (int i = 0; i < neighbors.Length; i++)
            total += Weight(distances[i], byDistance, isAtZero);
        for (int i = 0; i < neighbors.Length; i++)
        {
            double weight = Weight(distances[i], byDistance, isAtZero) / total;
            if (isNumber)
                sum += weight * targets[neighbors[i]];
            else
                output[(int)targets[neighbors[i]]] += (float)weight;
        }
        if (isNumber)
            output[0] = (float)sum;
    }

    private static double Weight(double distance, bool byDistance, bool isAtZero) =>
        !byDistance ? 1
        : isAtZero
            ? distance == 0 ? 1
                : 0
        : 1 / distance;
}
