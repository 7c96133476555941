using System.Runtime.InteropServices;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Formats;
using TorchSharp;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Stores networks and linear models: the graph as JSON, the parameters as safetensors.</summary>
internal sealed class NetworkCodec : ModelCodec<NetworkModel>
{
    /// <inheritdoc/>
    internal override string Family => "Network";

    /// <inheritdoc/>
    internal override IReadOnlyList<string> PartNames =>
        [
            GraphDocument.PartName,
            Storage.PartNames.Weights,
            Storage.PartNames.Positions,
            Storage.PartNames.Encodings,
            Storage.PartNames.Masks,
        ];

    private protected override void Write(NetworkModel network, ArchiveWriter archive, CancellationToken cancellation)
    {
        TorchRuntime.EnsureAvailable();
        Graph graph = network.Graph;
        var parameters = new ParameterWriter();
        var document = new GraphDocument
        {
            Input = graph.InputName,
            InputShape = graph.InputShape,
            Output = graph.OutputName,
            Nodes = [.. graph.Nodes.Select(GraphDocuments.Of)],
            Parameters = [.. graph.Parameters.Values.Select(parameters.Add)],
            OriginalShapes = [.. network.OriginalShapes.Select(shape => new OriginalShape(shape.Key, shape.Value))],
            Training = EpochDocument.Of(network.Training),
            TrainingOptions = network.TrainingOptions is { } options ? TrainingOptionsDocument.Of(options) : null,
        };
        if (!document.Parameters.All(parameter => parameter.IsOfVersion1))
            archive.Require(FormatVersion.Second);
        if (!document.Parameters.All(parameter => parameter.IsOfVersion2) || !document.Nodes.All(node => node.IsOfVersion2))
            archive.Require(FormatVersion.Third);
        archive.AddJson(GraphDocument.PartName, document, GraphJson.Default.GraphDocument);
        parameters.WriteTo(archive, cancellation);
    }

    private protected override NetworkModel Read(
        ModelDescription description,
        ModelDocument header,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        GraphDocument document = parts.Json(GraphDocument.PartName, GraphJson.Default.GraphDocument);
        if (
            document.Input is null
            || document.InputShape is null
            || document.Output is null
            || document.Nodes is null
            || document.Parameters is null
            || document.OriginalShapes is null
            || document.OriginalShapes.Any(shape => shape?.Name is null || shape.Shape is null)
            || document.Training is null
            || document.Training.Any(epoch => epoch is null)
            || document.TrainingOptions is { IsIncomplete: true }
        )
            throw new ContentException("its graph has empty members.");
        Node[] nodes = [.. document.Nodes.Select(node => GraphDocuments.ToNode(node, OperatorCatalog.Get))];
        GraphValidation.CheckStructure(document, nodes);
        GraphValidation.CheckShapes(document, nodes, description);
        TorchRuntime.EnsureAvailable();
        using DisposeScope scope = torch.NewDisposeScope();
        List<GraphParameter> parameters = ParameterReader.Read(document.Parameters, parts, cancellation);
        try
        {
            CheckNumbers(nodes, parameters);
            var graph = new Graph(document.Input, document.InputShape, document.Output, nodes, parameters);
            var model = new NetworkModel(description, graph, header.Kind)
            {
                Training = [.. document.Training.Select(epoch => epoch.ToEpoch())],
                TrainingOptions = document.TrainingOptions?.ToOptions(),
                OriginalShapes = document.OriginalShapes.ToDictionary(shape => shape.Name, shape => shape.Shape.ToArray()),
            };
            Probe(model);
            return model.Finished();
        }
        catch
        {
            parameters.ForEach(parameter => parameter.Dispose());
            throw;
        }
    }

    /// <summary>What an operator takes from a parameter is in the range that it computes with.</summary>
    private static void CheckNumbers(IEnumerable<Node> nodes, IEnumerable<GraphParameter> parameters)
    {
        Dictionary<string, GraphParameter> byName = parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        foreach (Node node in nodes)
        {
            for (int input = 0; input < node.Inputs.Count; input++)
            {
                if (
                    node.Operator.RangeOf(input) is { } range
                    && byName.TryGetValue(node.Inputs[input], out GraphParameter? parameter)
                    && parameter.Value.dtype == torch.ScalarType.Float32
                )
                    StoredNumbers.Check<float>(
                        MemoryMarshal.Cast<byte, float>(parameter.Value.bytes),
                        parameter.Name,
                        Storage.PartNames.Weights,
                        range.Least,
                        range.Greatest
                    );
            }
        }
    }

    /// <summary>
    /// Predicts one row: attributes that no shape rule forbids but no operator can compute show here, and not in somebody's pipeline.
    /// </summary>
    private static void Probe(NetworkModel model)
    {
        float[] output = new float[model.OutputCount];
        model.Predict(new float[model.Preprocessing.Width], 1, output);
        if (output.AsSpan().ContainsNonFinite())
            throw new ContentException("its network predicts no number for inputs that are all zero.");
    }
}
