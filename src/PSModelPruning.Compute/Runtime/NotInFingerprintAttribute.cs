namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Marks an option that does not change what a run does, so that a run can be resumed with another value of it. Every option without this
/// mark is compared.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NotInFingerprintAttribute : Attribute;
