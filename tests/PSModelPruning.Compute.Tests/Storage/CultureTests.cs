using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Storage.Tensors;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Files and messages do not depend on the culture of the thread.</summary>
public sealed class CultureTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("fr-FR")]
    [InlineData("ar-SA")]
    public void A_file_is_the_same_in_every_culture(string culture)
    {
        using Model model = Samples.Mlp(sparsity: 0.5, masked: true);
        byte[] expected = Samples.Save(model);

        byte[] file = In(culture, () => Samples.Save(model));

        Assert.Equal(expected, file);
        using Model read = In(culture, () => Samples.Load(file));
        Assert.Equal(Samples.Predict(model), Samples.Predict(read));
    }

    [Fact]
    public void The_size_of_a_changed_part_is_told_in_the_invariant_culture()
    {
        using Model model = Samples.Mlp();
        byte[] file = ForgedFile.Rebuild(
            Samples.Save(model),
            _ => { },
            manifest => ((JsonArray)manifest["parts"]!)[0]!["bytes"] = 1_234_567
        );

        Assert.Contains("1,234,567", Message(() => Samples.Load(file)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_header_of_a_safetensors_part_is_told_in_the_invariant_culture()
    {
        byte[] content = [.. BitConverter.GetBytes(5_000_000UL), .. new byte[100]];

        Assert.Contains("5,000,000", Message(() => SafetensorsFile.Parse(content)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_data_of_a_safetensors_part_is_told_in_the_invariant_culture()
    {
        byte[] header = Encoding.UTF8.GetBytes("{}");
        byte[] content = [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. new byte[1500]];

        Assert.Contains("1,500", Message(() => SafetensorsFile.Parse(content)), StringComparison.Ordinal);
    }

    private static string Message(Action action) => In("de-DE", () => Assert.ThrowsAny<Exception>(action).Message);

    private static T In<T>(string culture, Func<T> action)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return action();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
