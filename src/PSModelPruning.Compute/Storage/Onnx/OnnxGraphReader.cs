using System.Globalization;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Storage.Onnx.Documents;
using PSModelPruning.Compute.Storage.Onnx.Operators;
using PSModelPruning.Compute.Storage.Onnx.Predictors;
using PSModelPruning.Compute.Storage.Onnx.Values;

namespace PSModelPruning.Compute.Storage.Onnx;

/// <summary>
/// Makes a model of a graph: follows its columns from the inputs through what prepares them into one tree ensemble or linear model, and
/// this to the outputs.
/// </summary>
/// <param name="model">What the file holds.</param>
/// <param name="context">The file, and where warnings go.</param>
internal sealed class OnnxGraphReader(OnnxModel model, OnnxContext context)
{
    private readonly OnnxScope _scope = new(context);
    private readonly List<string> _names = [];

    /// <summary>Whether the file names no columns, so that they are matched by their place.</summary>
    private bool _isByPlace;

    /// <summary>Reads the graph.</summary>
    /// <exception cref="ComputeException">The graph is damaged, or does what no model here can.</exception>
    internal Model Read(ModelReadOptions options)
    {
        CheckOperators();
        if (model.Graph.Nodes.Count == 0)
            throw OnnxErrors.NoModel(context.File);
        if (model.Graph.HasSparseInitializers)
            throw OnnxErrors.Unsupported(context.File, "the graph", $"has sparse constants.");
        foreach (OnnxTensor tensor in model.Graph.Initializers)
            _scope.Define(tensor.Name, new OnnxConstant(tensor));
        DefineInputs();
        foreach (OnnxNode node in model.Graph.Nodes)
            OnnxOperatorCatalog.Find(node)!.Read(node, _scope);
        OnnxPredictor predictor = Predictor();
        Preprocessing preprocessing = Preprocessing(predictor);
        return predictor.Build(Describe(predictor, Classes(predictor, options), preprocessing), context);
    }

    private void CheckOperators()
    {
        (string Type, string Domain, int Count)[] unknown =
        [
            .. model
                .Graph.Nodes.Where(node => OnnxOperatorCatalog.Find(node) is null)
                .GroupBy(node => (node.Type, Domain: OnnxDomain.Shown(node.Domain)))
                .Select(group => (group.Key.Type, group.Key.Domain, group.Count()))
                .OrderByDescending(one => one.Item3)
                .ThenBy(one => one.Type, StringComparer.Ordinal),
        ];
        if (unknown.Length > 0)
            throw OnnxErrors.OperatorsUnsupported(context.File, unknown);
    }

    /// <summary>The columns of the inputs: those of a single tensor have no names; tensors of one column each are named.</summary>
    private void DefineInputs()
    {
        OnnxValueInfo[] inputs = [.. model.Graph.Inputs.Where(input => _scope.Find(input.Name) is null)];
        _isByPlace = inputs.Length == 1;
        foreach (OnnxValueInfo input in inputs)
        {
            if (!input.IsTensor || input.Type is OnnxType.Text or OnnxType.Undefined)
                throw OnnxErrors.Unsupported(
                    context.File,
                    $"the input '{StorageErrors.Printable(input.Name)}'",
                    $"holds no numbers; inputs of text are not read."
                );
            int width = Width(input, inputs.Length == 1);
            if (_names.Count + (long)width > OnnxLimits.Columns)
                throw OnnxErrors.TooLarge(context.File, $"its rows have more than {OnnxLimits.Columns:N0} columns.");
            WarnOfType(input);
            var columns = new OnnxColumn[width];
            for (int i = 0; i < width; i++)
            {
                columns[i] = new OnnxColumn(_names.Count);
                string number = (i + 1).ToString(CultureInfo.InvariantCulture);
                _names.Add(
                    _isByPlace ? ColumnPlaces.NameOf(i)
                    : width == 1 ? input.Name
                    : $"{input.Name}{number}"
                );
            }
            _scope.Define(input.Name, new OnnxColumns(columns));
        }
    }

    private int Width(OnnxValueInfo input, bool isOnly)
    {
        long? width = input.Shape.Count switch
        {
            1 when input.HasShape => 1,
            2 => input.Shape[1],
            0 => null,
            _ => throw OnnxErrors.Unsupported(
                context.File,
                $"the input '{StorageErrors.Printable(input.Name)}'",
                $"has {input.Shape.Count} axes; rows of numbers have two."
            ),
        };
        long read = isOnly ? model.Graph.Nodes.Max(node => OnnxOperatorCatalog.Find(node)!.Columns(node)) : 0;
        if (width is null && read > 0)
            context.Monitor.Warning(
                $"'{context.File}' does not tell how many columns its rows have. The model takes {read:N0}, the fewest that it can have; "
                    + $"columns behind them have no effect."
            );
        else if (read > width && read <= OnnxLimits.UndeclaredColumns)
            context.Monitor.Warning(
                $"'{context.File}' tells that its rows have {width:N0} columns, but its model reads {read:N0}. The model takes {read:N0}."
            );
        if (width is null || read > width && read <= OnnxLimits.UndeclaredColumns)
            width = read;
        return width is > 0 and <= OnnxLimits.Columns
            ? (int)width
            : throw OnnxErrors.Unsupported(
                context.File,
                $"the input '{StorageErrors.Printable(input.Name)}'",
                $"does not tell how many columns it has."
            );
    }

    private void WarnOfType(OnnxValueInfo input)
    {
        if (input.Type == OnnxType.Double)
            context.Monitor.Warning(
                $"The input '{StorageErrors.Printable(input.Name)}' of '{context.File}' is float64. Inputs are rounded to float32 here, so "
                    + $"that rows very near to a threshold may take another way."
            );
    }

    /// <summary>The one model that the outputs come from.</summary>
    private OnnxPredictor Predictor()
    {
        var found = new HashSet<OnnxPredictor>(ReferenceEqualityComparer.Instance);
        if (model.Graph.Outputs.Count == 0)
            throw OnnxErrors.Corrupt(context.File, $"its graph has no outputs.");
        foreach (OnnxValueInfo output in model.Graph.Outputs)
        {
            switch (_scope.Find(output.Name))
            {
                case OnnxScores scores:
                    found.Add(scores.Predictor);
                    break;
                case OnnxLabels labels:
                    found.Add(labels.Predictor);
                    break;
                case null:
                    throw OnnxErrors.ValueMissing(context.File, "the graph", output.Name);
            }
        }
        return found.Count switch
        {
            0 => throw OnnxErrors.NoModel(context.File),
            1 => found.First(),
            _ => throw OnnxErrors.Unsupported(context.File, "the graph", $"gives the outputs of {found.Count} models."),
        };
    }

    /// <summary>
    /// Each column of the inputs as the model takes it. Columns that it does not read stay, so that rows keep their places.
    /// </summary>
    private Preprocessing Preprocessing(OnnxPredictor predictor)
    {
        var prepared = new OnnxColumn?[_names.Count];
        foreach (OnnxColumn column in predictor.Columns)
        {
            if (prepared[column.Source] is { } other && other != column)
                throw OnnxErrors.Unsupported(
                    context.File,
                    predictor.Node,
                    $"reads the column '{StorageErrors.Printable(_names[column.Source])}' in two forms."
                );
            prepared[column.Source] = column;
        }
        DatasetColumn[] features = [.. prepared.Select((column, i) => Feature(column ?? new OnnxColumn(i)))];
        if (_names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != _names.Count)
            throw OnnxErrors.Corrupt(context.File, $"two of its input columns have the same name.");
        return new Preprocessing
        {
            Features = features,
            InputShape = [features.Length],
            PlaceCount = _isByPlace ? features.Length : 0,
        };
    }

    private DatasetColumn Feature(OnnxColumn column) =>
        new()
        {
            Name = _names[column.Source],
            Role = ColumnRole.Feature,
            Kind = ColumnKind.Number,
            MissingReplacement = column.Replacement?.ToString("R", CultureInfo.InvariantCulture),
            KeepsMissing = column.Replacement is null,
            ClipLow = column.Low,
            ClipHigh = column.High,
            Offset = column.Offset,
            Divisor = column.Divisor,
            FirstInput = column.Source,
            InputCount = 1,
            Preparation = "as the ONNX file prepares it",
        };

    private IReadOnlyList<string> Classes(OnnxPredictor predictor, ModelReadOptions options)
    {
        if (options.Classes is not { } names)
            return predictor.Classes;
        if (predictor.Task == LearningTask.Regression)
            throw OnnxErrors.ClassesOfNumbers(context.File);
        return names.Count == predictor.Classes.Count && names.Distinct(StringComparer.Ordinal).Count() == names.Count
            ? names
            : throw OnnxErrors.ClassCount(context.File, names.Count, predictor.Classes);
    }

    private ModelDescription Describe(OnnxPredictor predictor, IReadOnlyList<string> classes, Preprocessing preprocessing)
    {
        string writer = string.Join(' ', new[] { model.Producer, model.ProducerVersion }.Where(part => part.Length > 0));
        string source = writer.Length == 0 ? "From an ONNX file" : $"From an ONNX file that {StorageErrors.Printable(writer)} wrote";
        string places = _isByPlace ? ". It names no columns: rows are matched by place unless they have the names x1, x2 and so on." : ".";
        return new ModelDescription
        {
            Name = Path.GetFileNameWithoutExtension(context.File),
            Task = predictor.Task,
            Classes = classes,
            Preprocessing = preprocessing,
            History = [ModelEvent.Now("Imported", source + places)],
        };
    }
}
