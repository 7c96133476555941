namespace PSModelPruning.Compute.Training.Trees;

/// <summary>What a tree learns: a class or a number for each row. Shared by all trees of a forest.</summary>
internal sealed class TreeTarget
{
    private TreeTarget(int classCount, int[] labels, float[] numbers)
    {
        ClassCount = classCount;
        Labels = labels;
        Numbers = numbers;
    }

    /// <summary>Classes; 0 for numbers.</summary>
    internal int ClassCount { get; }

    internal bool IsClasses => ClassCount > 0;

    /// <summary>The class of each row, <c>[rows]</c>; empty for numbers.</summary>
    internal int[] Labels { get; }

    /// <summary>
    /// The number of each row, <c>[rows]</c>; empty for classes. Not copied: boosting writes new ones before it grows the next tree.
    /// </summary>
    internal float[] Numbers { get; }

    /// <summary>Numbers that a node of the tree gives.</summary>
    internal int OutputCount => Math.Max(1, ClassCount);

    internal static TreeTarget Classes(int[] labels, int classCount) => new(classCount, labels, []);

    internal static TreeTarget ForNumbers(float[] numbers) => new(0, [], numbers);

    /// <summary>The target of the training rows of a data set.</summary>
    internal static TreeTarget Of(Dataset dataset)
    {
        float[] targets = dataset.Training.Targets.ToArray();
        return dataset.Task == LearningTask.Classification
            ? Classes(Array.ConvertAll(targets, target => (int)target), dataset.Classes.Count)
            : ForNumbers(targets);
    }
}
