using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage.Archive;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Storage.Codecs;

/// <summary>Checks a graph that comes from a file before a tensor is made for it.</summary>
internal static class GraphValidation
{
    /// <summary>More outputs than a node of any sensible network has.</summary>
    private const int MostOutputs = 1024;

    /// <summary>Names are unique, and every node uses only what is there before it.</summary>
    /// <exception cref="ContentException">They are not; the message names the culprit.</exception>
    internal static void CheckStructure(GraphDocument document, IReadOnlyList<Node> nodes)
    {
        if (nodes.Count > ArchiveLimits.Nodes)
            throw new ContentException(FormattableString.Invariant($"its graph has {nodes.Count:N0} nodes."));
        var values = new HashSet<string>(StringComparer.Ordinal) { document.Input };
        foreach (ParameterDocument parameter in document.Parameters)
        {
            if (
                parameter?.Name is not { Length: > 0 }
                || parameter.Shape is null
                || !Enum.IsDefined(parameter.Packing)
                || !Enum.IsDefined(parameter.Mask)
            )
                throw new ContentException("a parameter has empty or unknown members.");
            EncodingDocuments.Check(parameter);
            if (!values.Add(parameter.Name))
                throw new ContentException($"the name '{StorageErrors.Printable(parameter.Name)}' is used twice.");
        }
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Node node in nodes)
        {
            if (node.Inputs.FirstOrDefault(input => input.Length > 0 && !values.Contains(input)) is { } missing)
                throw new ContentException(
                    $"the node '{StorageErrors.Printable(node.Name)}' uses '{StorageErrors.Printable(missing)}', which nothing before it "
                        + "gives."
                );
            if (
                !names.Add(node.Name)
                || node.Output.Length == 0
                || node.Outputs.Count > MostOutputs
                || !node.Outputs.Where(output => output.Length > 0).All(values.Add)
            )
                throw new ContentException($"the name of the node '{StorageErrors.Printable(node.Name)}' or of its output is used twice.");
        }
        if (values.Concat(names).FirstOrDefault(name => PlainText.Of(name) != name) is { } odd)
            throw new ContentException($"the name '{StorageErrors.Printable(odd)}' has control characters.");
        if (!values.Contains(document.Output) || document.Parameters.Any(parameter => parameter.Name == document.Output))
            throw new ContentException("nothing gives its output.");
    }

    /// <summary>Every shape fits, none is larger than the limit, and the ends fit the model's inputs and outputs.</summary>
    /// <exception cref="ContentException">They do not.</exception>
    /// <exception cref="ComputeException"><c>ShapeMismatch</c>.</exception>
    internal static void CheckShapes(GraphDocument document, IReadOnlyList<Node> nodes, ModelDescription description)
    {
        if (!document.InputShape.SequenceEqual(description.Preprocessing.InputShape))
            throw new ContentException("the input of its graph does not fit its preprocessing.");
        var shapes = new Dictionary<string, long[]>(StringComparer.Ordinal)
        {
            [""] = [],
            [document.Input] = [1, .. document.InputShape.Select(size => (long)size)],
        };
        long total = 0;
        foreach (ParameterDocument parameter in document.Parameters)
        {
            total += CheckedCount(parameter.Name, parameter.Shape);
            if (total > ArchiveLimits.Elements)
                throw new ContentException(
                    FormattableString.Invariant($"its parameters claim more than {ArchiveLimits.Elements:N0} numbers.")
                );
            shapes[parameter.Name] = [.. parameter.Shape];
        }
        double activations = 0;
        foreach (Node node in nodes)
        {
            long[][] arriving = [.. node.Inputs.Select(name => shapes[name])];
            IReadOnlyList<long[]> given = node.Operator.ShapesOf(node, arriving);
            activations += node.Operator.WorkingElements(node, arriving);
            foreach ((string output, long[] shape) in node.Outputs.Zip(given).Where(pair => pair.First.Length > 0))
            {
                activations += CheckedCount(output, shape);
                shapes[output] = shape;
            }
            if (activations is < 0 or > ArchiveLimits.Activations)
                throw new ContentException(
                    FormattableString.Invariant($"its graph makes more than {ArchiveLimits.Activations:N0} numbers of one row.")
                );
        }
        CheckTypes(document, nodes);
        int outputs = description.Task == LearningTask.Classification ? description.Classes.Count : 1;
        if (!shapes[document.Output].SequenceEqual([1L, outputs]))
            throw new ContentException($"its graph gives [{string.Join(", ", shapes[document.Output])}] instead of {outputs} outputs.");
    }

    /// <summary>Every operator takes the numbers that arrive, and the network gives float32.</summary>
    private static void CheckTypes(GraphDocument document, IReadOnlyList<Node> nodes)
    {
        Dictionary<string, ScalarType> types = GraphAnalysis.InferTypes(
            document.Input,
            nodes,
            document.Parameters.ToDictionary(parameter => parameter.Name, TypeOf)
        );
        if (types[document.Output] != ScalarType.Float32)
            throw new ContentException($"its graph gives {ElementTypes.Name(types[document.Output])} instead of float32.");
    }

    private static ScalarType TypeOf(ParameterDocument parameter)
    {
        if (parameter.Type is not { } number)
            return ScalarType.Float32;
        if (
            !ElementTypes.TryGet(number, out ScalarType type)
            || parameter.IsTrainable
            || parameter.Encoding is not null
            || parameter.Packing != TensorPacking.Dense
            || parameter.Mask != MaskStorage.None
        )
            throw new ContentException($"the constant '{StorageErrors.Printable(parameter.Name)}' cannot be of the type {number}.");
        return type;
    }

    private static long CheckedCount(string name, IReadOnlyList<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            if (size < 0 || (size > 0 && count > ArchiveLimits.Elements / size))
                throw new ContentException($"the shape of '{StorageErrors.Printable(name)}' is impossible.");
            count *= size;
        }
        return count;
    }
}
