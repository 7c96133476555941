using System.Collections;
using System.Collections.Specialized;
using System.Globalization;

namespace PSModelPruning.Compute;

/// <summary>
/// The probability of every class by its name, in the order of the model's outputs. A dictionary, so that <c>$p.Probabilities.setosa</c>
/// and serializers work; as text it is readable in a table or a CSV file.
/// </summary>
public sealed class ClassProbabilities : OrderedDictionary
{
    internal ClassProbabilities(int count)
        : base(count) { }

    /// <summary>Every class and its probability in a line: <c>setosa=0.97; versicolor=0.03</c>.</summary>
    public override string ToString() =>
        string.Join(
            "; ",
            this.Cast<DictionaryEntry>().Select(entry => string.Create(CultureInfo.InvariantCulture, $"{entry.Key}={entry.Value:0.####}"))
        );
}
