using PSModelPruning.Compute.Networks;

namespace PSModelPruning.Compute.Tests.Storage;

/// <summary>Graphs with impossible attributes, in files whose checksums are right.</summary>
public sealed class HostileGraphTests
{
    private static readonly long[] Values = [0, -1, 7, int.MaxValue, 1L << 62];

    [Theory]
    [InlineData("ConvNet")]
    [InlineData("ResNet20")]
    public void An_impossible_attribute_never_does_more_than_an_error(string preset)
    {
        using NetworkModel model = PresetRoundTripTests.Make(preset, false);
        var seen = new HashSet<string>();
        int refused = 0;
        for (int i = 0; i < model.Graph.Nodes.Count; i++)
        {
            Node node = model.Graph.Nodes[i];
            foreach ((string name, object value) in node.Attributes.Values.Where(attribute => seen.Add(node.OperatorType + attribute.Key)))
            {
                foreach (long wrong in Values)
                {
                    NodeAttributes attributes = value switch
                    {
                        long => node.Attributes.With(name, wrong),
                        double => node.Attributes.With(name, (double)wrong),
                        long[] old => node.Attributes.With(name, [.. old.Select(_ => wrong)]),
                        _ => node.Attributes,
                    };
                    model.Graph.ReplaceNode(i, node with { Attributes = attributes });
                    refused += LoadAndPredict(Samples.Save(model)) ? 0 : 1;
                }
                model.Graph.ReplaceNode(i, node);
            }
        }

        Assert.True(refused > 0);
        Assert.True(LoadAndPredict(Samples.Save(model)));
    }

    /// <summary>False where the file was refused with an error of model files.</summary>
    private static bool LoadAndPredict(byte[] file)
    {
        Model model;
        try
        {
            model = Samples.Load(file);
        }
        catch (ComputeException e)
        {
            Assert.StartsWith("ModelFile", e.ErrorId);
            return false;
        }
        using (model)
        {
            Samples.Predict(model, 1);
            return true;
        }
    }
}
