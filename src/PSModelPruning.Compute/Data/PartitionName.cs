namespace PSModelPruning.Compute;

/// <summary>The three parts of a data set.</summary>
public enum PartitionName
{
    /// <summary>The rows that models are fitted to and that all statistics of the preprocessing come from.</summary>
    Training,

    /// <summary>The rows that early stopping and budgets look at.</summary>
    Validation,

    /// <summary>The rows that only reports read.</summary>
    Test,
}
