using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PSModelPruning.Commands;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Arguments;

/// <summary>Reads what <c>-ClassWeight</c> takes: a word of the catalog, a number a class, or a table of class names and numbers.</summary>
internal static class ClassWeightArgument
{
    /// <summary>The weights in the order of the data set's classes.</summary>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>.</exception>
    internal static IReadOnlyList<double> Read(object argument, Dataset dataset)
    {
        if (dataset.Task != LearningTask.Classification)
            throw TrainingErrors.ClassWeightsForRegression(dataset.Name);
        return Read(argument).Weights(dataset.Training, dataset.Classes);
    }

    /// <summary>What was asked for; the weights follow from the rows.</summary>
    /// <exception cref="ComputeException"><c>ClassWeightInvalid</c>.</exception>
    internal static ClassWeightChoice Read(object argument)
    {
        object value = argument is PSObject wrapped ? wrapped.BaseObject : argument;
        return value switch
        {
            string word when ClassWeights.Find(word) is { } choice => choice,
            IDictionary table => ClassWeightChoice.Named(
                table
                    .Cast<DictionaryEntry>()
                    .ToDictionary(entry => Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "", entry => Number(entry.Value))
            ),
            IEnumerable numbers when value is not string => ClassWeightChoice.Listed([.. numbers.Cast<object?>().Select(Number)]),
            _ => ClassWeightChoice.Listed([Number(value)]),
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
