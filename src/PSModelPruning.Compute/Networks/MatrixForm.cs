namespace PSModelPruning.Compute.Networks;

/// <summary>How a weight that is a matrix meets what arrives.</summary>
internal enum MatrixForm
{
    /// <summary>Multiplies every row: a fully connected layer.</summary>
    Linear,

    /// <summary>Slides over positions: a convolution.</summary>
    Convolution,

    /// <summary>Its rows are looked up by the numbers in input 1: an embedding.</summary>
    Table,

    /// <summary>Multiplies step after step: a recurrent layer.</summary>
    Recurrent,
}
