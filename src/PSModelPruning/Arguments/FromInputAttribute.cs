namespace PSModelPruning.Arguments;

/// <summary>
/// A parameter whose values may come through the pipeline beside -Model. The cmdlet knows them by their type, and the help shows that the
/// parameter takes input from the pipeline.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromInputAttribute : Attribute;
