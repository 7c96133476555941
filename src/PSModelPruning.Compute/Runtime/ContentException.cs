namespace PSModelPruning.Compute.Runtime;

/// <summary>What a file holds makes no sense. Its message is a sentence of ours without the file's name, which the reader adds.</summary>
/// <param name="message">What is wrong, as in "a tree has no nodes."</param>
/// <param name="cause">What was thrown, if anything.</param>
internal sealed class ContentException(string message, Exception? cause = null) : FormatException(message, cause);
