namespace PSModelPruning.Compute.Data;

/// <summary>One file of images, opened when it is read.</summary>
/// <param name="Path">The file.</param>
/// <param name="Open">Opens it.</param>
/// <param name="IsTest">Whether its images make up the test partition.</param>
internal sealed record ImageFile(string Path, Func<ImageSource> Open, bool IsTest);
