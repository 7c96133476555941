using System.Security.Cryptography;
using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files that earlier versions of the module wrote stay readable.</summary>
public sealed class OldFileTests
{
    /// <summary>
    /// The SHA-256 of the float32 numbers of all parameters, in order, as a reader of the format's first version that shares no code with
    /// this one finds them.
    /// </summary>
    private const string Numbers = "4e64525dc172a8f3ae917181e605c401b45e6584503dc9cab55013dd73e50969";

    [Fact]
    public void A_pruned_network_of_version_1_comes_back_bit_for_bit()
    {
        using NetworkModel model = Read();

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (GraphParameter parameter in model.Graph.Parameters.Values)
            hash.AppendData(parameter.Value.bytes);
        Assert.Equal(Numbers, Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant());
        Assert.Equal(0.8, model.Sparsity, 2);
        foreach (GraphParameter weight in model.Graph.Parameters.Values.Where(parameter => parameter.Mask is not null))
            Assert.Equal(weight.Value.data<float>().Select(w => w == 0), weight.Mask!.data<float>().Select(m => m == 0));
        Assert.Equal(2, model.Graph.Parameters.Values.Count(parameter => parameter.Mask is not null));
        Assert.All(model.Graph.Parameters.Values, parameter => Assert.Null(parameter.Encoding));
    }

    [Fact]
    public void It_predicts_what_it_predicted_when_it_was_written()
    {
        using NetworkModel model = Read();
        string[] lines = [.. File.ReadLines(TestRuntime.ExampleData("digits.csv")).Skip(1).Take(12)];
        var inputs = new float[12 * 64];
        for (int row = 0; row < 12; row++)
        {
            string[] fields = lines[row].Split(',');
            for (int feature = 0; feature < 64; feature++)
            {
                DatasetColumn column = model.Preprocessing.Features[feature];
                inputs[row * 64 + feature] = (float)(
                    (double.Parse(fields[feature], System.Globalization.CultureInfo.InvariantCulture) - column.Offset) / column.Divisor
                );
            }
        }
        var output = new float[12 * 10];

        model.Predict(inputs, 12, output);

        Assert.Equal(
            "0,1,2,3,4,3,6,7,8,8,0,1",
            string.Join(
                ",",
                Enumerable.Range(0, 12).Select(row => output.AsSpan(10 * row, 10).IndexOf(output[(10 * row)..(10 * row + 10)].Max()))
            )
        );
    }

    [Fact]
    public void Written_anew_it_is_smaller_and_says_the_same()
    {
        using NetworkModel model = Read();

        using var again = (NetworkModel)Samples.Load(Samples.Save(model));

        EncodedFileTests.AssertSame(model, again);
        Assert.True(model.PackedBytes < 1778, $"{model.PackedBytes}, and 1,778 with a bit an element");
    }

    private static NetworkModel Read() =>
        (NetworkModel)
            Samples.Load(File.ReadAllBytes(Path.Combine(TestRuntime.Root, "tests", "Fixtures", "ModelFiles", "digits-version1.psmodel")));
}
