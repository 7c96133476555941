using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training;

/// <summary>Weights of classes in the loss.</summary>
internal sealed class ClassWeights : ICatalog
{
    /// <summary>The word that asks for weights that make all classes count the same.</summary>
    private const string Balanced = "Balanced";

    /// <summary>The word that asks for equal weights.</summary>
    private const string None = "None";

    /// <inheritdoc/>
    public static string Family => "class weighting";

    /// <inheritdoc/>
    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        new(Balanced, "Rare classes count as much as frequent ones: rows / (classes x rows of the class)."),
        new(None, "Every row counts the same."),
    ];

    /// <summary>What a word asks for, without regard to case; null for any other word.</summary>
    internal static ClassWeightChoice? Find(string word) =>
        word.Equals(Balanced, StringComparison.OrdinalIgnoreCase) ? ClassWeightChoice.Balanced
        : word.Equals(None, StringComparison.OrdinalIgnoreCase) ? ClassWeightChoice.Equal
        : null;

    /// <summary>
    /// rows / (classes · rows of the class), over the training rows (King and Zeng 2001): rare classes count as much as frequent ones.
    /// </summary>
    /// <returns>A weight a class; 1 for a class without training rows.</returns>
    internal static IReadOnlyList<double> Balance(Partition training, int classes)
    {
        var counts = new long[classes];
        for (int row = 0; row < training.RowCount; row++)
            counts[training.Label(row)]++;
        return [.. counts.Select(count => count == 0 ? 1 : (double)training.RowCount / (counts.Length * count))];
    }

    /// <summary>Weights by class name; classes that are not named weigh 1.</summary>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>: a name is not a class.</exception>
    internal static IReadOnlyList<double> ByName(IReadOnlyDictionary<string, double> weights, IReadOnlyList<string> classes)
    {
        var result = new double[classes.Count];
        Array.Fill(result, 1);
        foreach ((string name, double weight) in weights)
        {
            int index = IndexOf(classes, name);
            if (index < 0)
                throw TrainingErrors.ClassUnknown(name, classes);
            result[index] = weight;
        }
        return result;
    }

    /// <summary>The class of exactly that name, or else of that name in any case.</summary>
    private static int IndexOf(IReadOnlyList<string> classes, string name)
    {
        List<string> list = [.. classes];
        int exact = list.IndexOf(name);
        return exact >= 0 ? exact : list.FindIndex(c => c.Equals(name, StringComparison.OrdinalIgnoreCase));
    }
}
