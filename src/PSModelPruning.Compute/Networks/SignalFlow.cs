namespace PSModelPruning.Compute.Networks;

/// <summary>How amounts pass through an operator when a network is taken as linear.</summary>
internal enum SignalFlow
{
    /// <summary>Not at all: activations multiply one another, or are turned into indices.</summary>
    Blocked,

    /// <summary>Every number of the output follows the number at its place in the first input: an activation function.</summary>
    Follows,

    /// <summary>The operator is linear in what arrives.</summary>
    Linear,
}
