namespace PSModelPruning.Compute.Networks;

/// <summary>What a slice of a parameter does for the channel that it belongs to. A later member says more than an earlier one.</summary>
internal enum SliceRole
{
    /// <summary>Goes along with the channel: its bias, its BatchNormalization scale, shift and statistics.</summary>
    Companion,

    /// <summary>Reads the channel: the weights of a later layer.</summary>
    Consumer,

    /// <summary>Makes the channel: the filter of a convolution, the row of a linear layer's weight.</summary>
    Producer,
}
