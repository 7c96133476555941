using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Tests.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Checkpoints;

namespace PSModelPruning.Compute.Tests.Training;

/// <summary>A training is resumed with the options that it began with, whatever they are.</summary>
public sealed class RunFingerprintTests
{
    [Theory]
    [InlineData("Cosine", false)]
    [InlineData("Constant", true)]
    public void Every_option_is_compared_unless_it_is_marked_to_change_nothing(string schedule, bool mayBeLonger)
    {
        TrainingData data = TrainingFixture.Blobs();
        using Graph graph = TrainingFixture.Mlp();
        var options = new TrainingOptions { Schedule = schedule, Loss = "CrossEntropy" };
        IReadOnlyDictionary<string, string> before = RunFingerprint.Describe(graph, data, options);
        // Names of variants cannot become any name: the fingerprint asks what they are.
        string[] names = ["Schedule"];

        string[] unseen =
        [
            .. new OptionChanges()
                .Of(options)
                .Where(change => !names.Contains(change.Name))
                .Where(change => RunFingerprint.Describe(graph, data, (TrainingOptions)change.Options).SequenceEqual(before))
                .Select(change => change.Name),
        ];

        string[] expected = ["CheckpointPath", .. mayBeLonger ? (string[])["Epochs"] : [], "HadTeacher", "Resume", "Threads"];
        Assert.Equal(expected, unseen.Order(StringComparer.Ordinal));
        Assert.NotEqual(before, RunFingerprint.Describe(graph, data, options with { Schedule = "Step" }));
    }
}
