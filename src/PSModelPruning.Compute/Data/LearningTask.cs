namespace PSModelPruning.Compute;

/// <summary>What is learned from a data set.</summary>
public enum LearningTask
{
    /// <summary>Each row belongs to one of several classes.</summary>
    Classification,

    /// <summary>Each row has a number.</summary>
    Regression,
}
