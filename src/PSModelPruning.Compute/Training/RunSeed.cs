namespace PSModelPruning.Compute.Training;

/// <summary>
/// Seeds of the generators of a run. Each epoch has generators of its own, made from the run's seed and the epoch's number, so that a run
/// that is resumed at an epoch's beginning draws the very numbers that the uninterrupted run draws, and no generator's state is stored.
/// </summary>
internal static class RunSeed
{
    /// <summary>The seed of the order of rows in an epoch.</summary>
    internal static int Order(int seed, int epoch) => (int)(Mix(seed, epoch, 1) & int.MaxValue);

    /// <summary>The seed of what layers draw in an epoch (dropout).</summary>
    internal static ulong Layers(int seed, int epoch) => Mix(seed, epoch, 2) & long.MaxValue;

    /// <summary>A number from 0 to below 1 for a step of training, the same for the same seed and step.</summary>
    internal static double Chance(int seed, long step) => (Mix(seed, unchecked((int)step), 3) >> 11) * (1.0 / (1L << 53));

    /// <summary>SplitMix64's finalizer (Steele, Lea and Flood 2014) over the three numbers: near inputs give unrelated seeds.</summary>
    private static ulong Mix(int seed, int epoch, uint purpose)
    {
        ulong state = ((ulong)(uint)seed << 32) | (uint)epoch;
        return Finalize(Finalize(state + 0x9E3779B97F4A7C15) + purpose * 0xD1B54A32D192ED03);
    }

    private static ulong Finalize(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
