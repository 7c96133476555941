using System.Text.Json;
using PSModelPruning.Compute.Storage.Codecs;

namespace PSModelPruning.Compute.Tests.Storage.Golden;

/// <summary>
/// Files of all releases are read for ever. A release writes its own files with
/// <c>WRITE_GOLDEN_FILES=1 dotnet test tests/PSModelPruning.Compute.Tests --filter GoldenFileTests</c>, which makes those that are missing.
/// </summary>
public sealed class GoldenFileTests
{
    /// <summary>Other machines' libtorch may sum in another order; a wrong number in a file is off by far more.</summary>
    private const float Tolerance = 1e-5f;

    [Fact]
    public void Files_of_every_release_predict_what_they_predicted_when_they_were_written()
    {
        WriteMissing();
        GoldenFile[] files = [.. GoldenFile.All()];
        Assert.NotEmpty(files);
        foreach (GoldenFile file in files)
        {
            using Model model = file.Read();
            GoldenAnswers expected = file.Expected(),
                said = GoldenFile.Answers(model);
            AssertClose(file.Path, expected.Inputs, said.Inputs);
            AssertClose(file.Path, expected.Outputs, said.Outputs);
            Assert.Equal(Facts(expected), Facts(said));
            Assert.Equal("Imported", model.History[^1].Action);
        }
    }

    [Fact]
    public void Every_family_has_a_file_of_this_release()
    {
        WriteMissing();
        var families = new HashSet<string>();
        foreach (string name in GoldenModels.Makers.Keys)
        {
            GoldenFile file = GoldenFile.Current(name);
            Assert.True(File.Exists(file.Path), $"{file.Path} is missing; see the summary of this class.");
            using Model model = file.Read();
            families.Add(ModelCodecCatalog.All.Single(codec => codec.Handles(model)).Family);
        }
        Assert.Equal(ModelCodecCatalog.All.Select(codec => codec.Family).Order(), families.Order());
    }

    [Fact]
    public void A_file_that_is_read_and_written_anew_says_the_same()
    {
        WriteMissing();
        foreach (GoldenFile file in GoldenFile.All())
        {
            using Model model = file.Read();
            using Model again = Samples.Load(Samples.Save(model));
            Assert.Equal(GoldenFile.Answers(model).Outputs, GoldenFile.Answers(again).Outputs);
            Assert.Equal(Facts(file.Expected()), Facts(GoldenFile.Answers(again)));
        }
    }

    [Fact]
    public void The_documents_of_files_do_not_change_by_the_way()
    {
        WriteMissing();
        foreach (string name in GoldenModels.Makers.Keys)
        {
            GoldenFile file = GoldenFile.Current(name);
            using Model model = file.Read();
            Dictionary<string, byte[]> before = ForgedFile.Parts(File.ReadAllBytes(file.Path)),
                now = ForgedFile.Parts(Samples.Save(model));

            Assert.Equal(before.Keys.Order(), now.Keys.Order());
            // The history tells of the reading, and the manifest has the history's checksum.
            foreach (
                string part in before.Keys.Where(part =>
                    !part.EndsWith("history.json", StringComparison.Ordinal) && part != "manifest.json"
                )
            )
                Assert.True(before[part].AsSpan().SequenceEqual(now[part]), $"{name}: {part} is not what this release wrote before.");
        }
    }

    private static void WriteMissing()
    {
        if (Environment.GetEnvironmentVariable("WRITE_GOLDEN_FILES") != "1")
            return;
        foreach ((string name, Func<Model> make) in GoldenModels.Makers)
        {
            GoldenFile file = GoldenFile.Current(name);
            if (!File.Exists(file.Path))
                file.Write(make());
        }
    }

    private static void AssertClose(string file, float[] expected, float[] said)
    {
        Assert.Equal(expected.Length, said.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            bool isClose = float.IsNaN(expected[i])
                ? float.IsNaN(said[i])
                : Math.Abs(expected[i] - said[i]) <= Tolerance * Math.Max(1, Math.Abs(expected[i]));
            Assert.True(isClose, $"{file}: number {i} is {said[i]} and was {expected[i]}.");
        }
    }

    /// <summary>All that must be equal to the last digit.</summary>
    private static string Facts(GoldenAnswers answers) => JsonSerializer.Serialize(answers with { Inputs = [], Outputs = [] });
}
