namespace PSModelPruning.Compute;

/// <summary>An activation that is a whole number from 0 to 255: x ≈ (q − zero point) × scale.</summary>
/// <param name="Name">The layer that gives it, or the network's input.</param>
/// <param name="Minimum">The least value of the calibration rows.</param>
/// <param name="Maximum">The greatest.</param>
/// <param name="Scale">The distance of neighbouring numbers.</param>
/// <param name="ZeroPoint">The whole number that stands for 0.</param>
public sealed record QuantizedActivation(string Name, float Minimum, float Maximum, float Scale, int ZeroPoint);
