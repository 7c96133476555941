using System.Text.Json;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;

namespace PSModelPruning.Compute.Tests.Storage.Golden;

/// <summary>
/// A model file that a release wrote, with what the model said then of a few raw rows: <c>ModelFiles/0.1.0/tree.psmodel</c> and
/// <c>tree.json</c>.
/// </summary>
/// <param name="Path">The full path of the model file.</param>
internal sealed record GoldenFile(string Path)
{
    private const int RowCount = 8;

    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>The folder with a folder for each release.</summary>
    internal static string Folder { get; } = System.IO.Path.Combine(TestRuntime.Root, "tests", "Fixtures", "ModelFiles");

    /// <summary>The raw rows that the tabular models were trained on.</summary>
    internal static string Rows { get; } = System.IO.Path.Combine(Folder, "table.csv");

    /// <summary>The folder of the release that is being built.</summary>
    internal static string CurrentFolder { get; } = System.IO.Path.Combine(Folder, typeof(Model).Assembly.GetName().Version!.ToString(3));

    /// <summary>The golden files of all releases.</summary>
    internal static IEnumerable<GoldenFile> All() =>
        Directory
            .EnumerateFiles(Folder, "*.psmodel", SearchOption.AllDirectories)
            .Where(path => System.IO.Path.GetDirectoryName(path) != Folder)
            .Order(StringComparer.Ordinal)
            .Select(path => new GoldenFile(path));

    /// <summary>The golden file of a name in the folder of the release that is being built.</summary>
    internal static GoldenFile Current(string name) => new(System.IO.Path.Combine(CurrentFolder, name + ".psmodel"));

    /// <summary>Writes the file and what the model says.</summary>
    internal void Write(Model model)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        ModelFile.Save(model, Path, ModelFormatCatalog.Get("PSModel"), overwrite: true, SilentMonitor.Instance);
        File.WriteAllText(AnswersPath, JsonSerializer.Serialize(Answers(model), Options) + "\n");
    }

    /// <summary>Reads the model.</summary>
    internal Model Read(IWorkMonitor? monitor = null) => ModelFile.Load(Path, monitor ?? SilentMonitor.Instance);

    /// <summary>What the model said when the file was written.</summary>
    internal GoldenAnswers Expected() => JsonSerializer.Deserialize<GoldenAnswers>(File.ReadAllText(AnswersPath), Options)!;

    /// <summary>What a model says now.</summary>
    internal static GoldenAnswers Answers(Model model)
    {
        var preparer = new RowPreparer(model.Preprocessing);
        (string[] names, string?[][] rows) = RawRows(model);
        preparer.Bind(names);
        int width = model.Preprocessing.Width;
        var inputs = new float[rows.Length * width];
        for (int row = 0; row < rows.Length; row++)
            preparer.Prepare(rows[row], inputs.AsSpan(row * width, width));
        var outputs = new float[rows.Length * model.OutputCount];
        // Through libtorch, whose bits do not depend on kernels that are chosen by measurement.
        Model same = model is NetworkModel network ? new NetworkModel(network.Describe(), network.Graph, network.Kind) : model;
        same.Predict(inputs, rows.Length, outputs);
        return new GoldenAnswers(
            model.Kind,
            model.Classes,
            model.Parameters,
            model.NonzeroParameters,
            model.Complexity,
            model.OriginalComplexity,
            model.PackedBytes,
            model.NumberFormat,
            model.Pruning?.Method ?? "",
            model.Pruning?.Layers.Count ?? 0,
            (model as NetworkModel)?.Training.Count ?? (model as BoostedModel)?.Training.Count ?? 0,
            [.. model.History.Select(change => change.Action).Where(action => action != "Imported")],
            inputs,
            outputs
        );
    }

    private string AnswersPath => System.IO.Path.ChangeExtension(Path, ".json");

    private static (string[] Names, string?[][] Rows) RawRows(Model model)
    {
        if (model.Preprocessing.InputShape.Count == 3)
        {
            string[] pixels = [.. model.Preprocessing.Features.Select(feature => feature.Name)];
            return (pixels, [.. Enumerable.Range(0, RowCount).Select(row => Pixels(row, pixels.Length))]);
        }
        string[][] lines = [.. File.ReadLines(Rows).Take(1 + RowCount).Select(line => line.Split(','))];
        return (lines[0], lines[1..]);
    }

    private static string[] Pixels(int row, int count) =>
        [.. Enumerable.Range(0, count).Select(i => FormattableString.Invariant($"{(row * 7 + i * 3) % 10 / 10.0}"))];
}

/// <summary>What a model says of itself and of a few rows.</summary>
internal sealed record GoldenAnswers(
    string Kind,
    IReadOnlyList<string> Classes,
    long Parameters,
    long NonzeroParameters,
    long Complexity,
    long OriginalComplexity,
    long PackedBytes,
    string NumberFormat,
    string PruningMethod,
    int PrunedLayers,
    int Epochs,
    IReadOnlyList<string> History,
    float[] Inputs,
    float[] Outputs
);
