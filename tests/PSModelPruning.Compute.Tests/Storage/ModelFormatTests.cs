using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Which format a file name asks for.</summary>
public sealed class ModelFormatTests
{
    [Theory]
    [InlineData("net.psmodel", "PSModel")]
    [InlineData("NET.PSMODEL", "PSModel")]
    [InlineData("net", "PSModel")]
    [InlineData("folder.v2/net", "PSModel")]
    [InlineData("tree.txt", "Text")]
    [InlineData("tree.dot", "Dot")]
    public void TheExtension_SaysTheFormat(string file, string format) => Assert.Equal(format, ModelFormatCatalog.ForFile(file).Name);

    [Theory]
    [InlineData("net.pt")]
    [InlineData("net.v2")]
    [InlineData("net.psmodel.bak")]
    [InlineData("net.onnx")]
    public void AnUnknownExtension_IsRefused_WithTheFormats(string file)
    {
        ComputeException error = Assert.Throws<ComputeException>(() => ModelFormatCatalog.ForFile(file));

        Assert.Equal("ModelFormatUnknown", error.ErrorId);
        Assert.Contains("PSModel (.psmodel), Text (.txt), Dot (.dot)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyFormatsThatAreWritten_AreOffered() =>
        Assert.All(ModelFormatCatalog.Entries, entry => Assert.True(ModelFormatCatalog.Get(entry.Name).IsWritable));
}
