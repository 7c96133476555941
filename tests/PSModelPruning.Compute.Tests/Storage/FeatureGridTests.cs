using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PSModelPruning.Compute.Storage.Formats;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Images have hundreds of features that are alike.</summary>
public sealed class FeatureGridTests
{
    [Fact]
    public void Grids_of_one_or_several_channels_come_back_and_take_next_to_nothing()
    {
        PreprocessingDocument preprocessing = Images([("red", 4, 5), ("green", 4, 5), ("blue", 4, 5)]);

        (PreprocessingDocument collapsed, FeatureGridsDocument? grids) = FeatureGrids.Collapse(preprocessing);

        Assert.Equal(3, collapsed.Features.Count);
        Assert.Equal([new FeatureGrid(0, "red", 4, 5), new FeatureGrid(1, "green", 4, 5), new FeatureGrid(2, "blue", 4, 5)], grids!.Grids);
        Assert.Equal(JsonSerializer.Serialize(preprocessing), JsonSerializer.Serialize(FeatureGrids.Expand(collapsed, grids)));
    }

    [Fact]
    public void Features_that_differ_are_kept()
    {
        PreprocessingDocument preprocessing = Images([("pixel", 3, 4)]);
        ColumnDocument[] features = [.. preprocessing.Features];
        features[7] = features[7] with { Offset = 0.5 };

        (PreprocessingDocument collapsed, FeatureGridsDocument? grids) = FeatureGrids.Collapse(preprocessing with { Features = features });

        Assert.Equal([new FeatureGrid(0, "pixel", 1, 4)], grids!.Grids);
        Assert.Equal(JsonSerializer.Serialize(features), JsonSerializer.Serialize(FeatureGrids.Expand(collapsed, grids).Features));
        Assert.Null(FeatureGrids.Collapse(PreprocessingDocument.Of(Samples.Description(6, 3).Preprocessing)).Grids);
        Assert.Equal(12, collapsed.Features.Count + 3);
    }

    [Fact]
    public void The_descriptions_of_an_image_model_take_a_few_kilobytes()
    {
        using NetworkModel model = PresetRoundTripTests.Make("LeNet300", true);

        using Model read = Samples.Load(Samples.Save(model));

        Assert.Equal(JsonSerializer.Serialize(model.Preprocessing), JsonSerializer.Serialize(read.Preprocessing));
        Assert.InRange(Samples.Save(model).Length, model.PackedBytes, model.PackedBytes + 4096);
    }

    [Theory]
    [InlineData("""{"feature":0,"prefix":"pixel","rows":1048576,"columns":1048576}""")]
    [InlineData("""{"feature":0,"prefix":"pixel","rows":28,"columns":29}""")]
    [InlineData("""{"feature":0,"prefix":"pixel","rows":0,"columns":28}""")]
    [InlineData("""{"feature":-1,"prefix":"pixel","rows":28,"columns":28}""")]
    [InlineData("""{"feature":1,"prefix":"pixel","rows":28,"columns":28}""")]
    [InlineData("""{"feature":0,"prefix":null,"rows":28,"columns":28}""")]
    [InlineData("""{"feature":0,"prefix":"pixel","rows":28,"columns":28},{"feature":0,"prefix":"x","rows":2,"columns":2}""")]
    [InlineData("null")]
    public void An_impossible_grid_is_refused(string grid)
    {
        using NetworkModel model = PresetRoundTripTests.Make("LeNet300", true);
        byte[] file = ForgedFile.Rebuild(Samples.Save(model), parts =>
        {
            Assert.Single((JsonArray)JsonNode.Parse(parts["grids.json"])!["grids"]!);
            parts["grids.json"] = Encoding.UTF8.GetBytes($$"""{"grids":[{{grid}}]}""");
        });

        Assert.Equal("ModelFileCorrupt", Samples.LoadError(file));
    }

    private static PreprocessingDocument Images((string Prefix, int Rows, int Columns)[] grids)
    {
        var features = new List<ColumnDocument>();
        foreach ((string prefix, int rows, int columns) in grids)
        {
            for (int i = 0; i < rows * columns; i++)
                features.Add(
                    new ColumnDocument
                    {
                        Name = $"{prefix}_{i / columns}_{i % columns}",
                        FirstInput = features.Count,
                        InputCount = 1,
                        Divisor = 255,
                    }
                );
        }
        return new PreprocessingDocument { Features = features, InputShape = [features.Count] };
    }
}
