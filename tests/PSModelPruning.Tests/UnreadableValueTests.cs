using System.Management.Automation;

namespace PSModelPruning.Tests;

/// <summary>Properties of objects whose getters throw.</summary>
[Collection("What is read")]
public sealed class UnreadableValueTests
{
    private readonly ModuleSession _session = TrainedSession.IrisToRead;

    /// <summary>An object whose width cannot always be read.</summary>
    public sealed class Flower
    {
        internal Flower(int index) => Index = index;

        private int Index { get; }

        public double sepal_length => 5 + Index % 7;

        public double sepal_width => 3 + Index % 3;

        public double petal_length => 1 + Index % 5;

        public double petal_width => Index % 10 == 0 ? throw new InvalidOperationException("Nobody measured it.") : Index % 4;

        public string species => Index % 2 == 0 ? "setosa" : "virginica";
    }

    [Fact]
    public void Importing_and_predicting_tell_of_properties_that_cannot_be_read()
    {
        object[] flowers = [.. Enumerable.Range(0, 40).Select(index => (object)PSObject.AsPSObject(new Flower(index)))];

        SessionResult imported = _session.Invoke("$flowers | Import-Dataset -Target species", ("flowers", flowers));
        SessionResult predicted = _session.Invoke("$flowers | Get-ModelPrediction $model");

        Assert.Single(imported.Output);
        Assert.Equal(40, predicted.Output.Count);
        foreach (SessionResult result in new[] { imported, predicted })
        {
            string warning = Assert.Single(result.Warnings, text => text.Contains("cannot be read", StringComparison.Ordinal));
            Assert.Contains("'petal_width' of 4 objects", warning, StringComparison.Ordinal);
            Assert.Contains("Nobody measured it.", warning, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_code_page_is_a_plain_number()
    {
        ErrorRecord error = _session.Fail("Import-Dataset $iris -Target species -Encoding '+65001'");

        Assert.StartsWith("ParameterArgumentTransformationError", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_session.Run("Import-Dataset $iris -Target species -Encoding 65001"));
    }
}
