namespace PSModelPruning.Compute.Training.Trees;

/// <summary>Where a split lies between two values.</summary>
internal static class Thresholds
{
    /// <summary>The middle of two values, at least the lower and below the upper one.</summary>
    internal static float Between(float low, float high)
    {
        float middle = (float)(((double)low + high) / 2);
        return middle >= low && middle < high ? middle : low;
    }
}
