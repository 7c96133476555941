using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Commands;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Arguments;

/// <summary>Reads what <c>-ClassWeight</c> takes: the word Balanced, a number a class, or a table of class names and numbers.</summary>
internal static class ClassWeightArgument
{
    /// <summary>The weights in the order of the data set's classes.</summary>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>.</exception>
    internal static IReadOnlyList<double> Read(object argument, Dataset dataset)
    {
        if (dataset.Task != LearningTask.Classification)
            throw TrainingErrors.ClassWeightsForRegression(dataset.Name);
        object value = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        return value switch
        {
            string word when word.Equals(ClassWeights.Balanced, StringComparison.OrdinalIgnoreCase) => ClassWeights.Balance(dataset),
            IDictionary table => ClassWeights.ByName(
                table
                    .Cast<DictionaryEntry>()
                    .ToDictionary(entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry => Number(entry.Value)),
                dataset.Classes
            ),
            IEnumerable numbers when value is not string => [.. numbers.Cast<object?>().Select(Number)],
            _ => [Number(value)],
        };
    }

    private static double Number(object? value)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare is IConvertible and not (string or bool or char or DateTime)
            ? Convert.ToDouble(bare, CultureInfo.InvariantCulture)
            : throw CommandErrors.ClassWeightNotNumber(bare);
    }
}
