using System.Globalization;
using System.Text.Json.Serialization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Storage.Archive;
using PSModelPruning.Compute.Storage.Codecs;
using PSModelPruning.Compute.Storage.Formats;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Kinds;

namespace PSModelPruning.Compute.Tests.Families;

/// <summary>A family that is not a part of the program: all that a new one needs.</summary>
internal static class ToyFamily
{
    internal static ModelFamily Value { get; } = new() { ModelType = typeof(ToyModel), Parts = [new ToyKind(), new ToyCodec()] };
}

/// <summary>Says of every row what the training rows were on average.</summary>
internal sealed class ToyModel(ModelDescription description, float[] shares) : Model(description)
{
    public override string Kind => "Toy";

    public override long Parameters => shares.Length;

    public override long Complexity => shares.Length;

    public override string ComplexityUnit => "shares";

    internal IReadOnlyList<float> Shares => shares;

    internal override string Structure(CultureInfo culture) => string.Create(culture, $"{shares.Length} shares");

    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        for (int row = 0; row < rows; row++)
            shares.CopyTo(output[(row * shares.Length)..]);
    }
}

/// <summary>How a toy is trained.</summary>
internal sealed record ToyOptions
{
    /// <summary>Rows of each class that are imagined beside those that are there.</summary>
    public double Prior { get; init; } = 1;
}

internal sealed class ToyKind : ModelKind
{
    internal override string Name => "Toy";

    internal override string Description => "The mean of the training rows.";

    internal override IReadOnlyList<string> Parameters { get; } = ["Prior"];

    internal override bool Made(Model model) => model is ToyModel;

    internal override Model Train(Dataset dataset, TrainingRequest request, IWorkMonitor monitor) =>
        Make(dataset, request.OptionsOf<ToyOptions>(), request.Seed);

    internal override Model Refit(Model like, Dataset dataset, int seed, IWorkMonitor monitor) => Make(dataset, new ToyOptions(), seed);

    private ToyModel Make(Dataset dataset, ToyOptions options, int seed)
    {
        double[] counts = [.. dataset.Classes.Select(_ => options.Prior)];
        for (int row = 0; row < dataset.TrainingRows; row++)
            counts[dataset.Training.Label(row)]++;
        return new ToyModel(
            ModelDescription.Trained(dataset, Name, seed, "Counted."),
            [.. counts.Select(count => (float)(count / counts.Sum()))]
        );
    }
}

internal sealed class ToyCodec : ModelCodec<ToyModel>
{
    internal override string Family => "Toy";

    internal override IReadOnlyList<string> PartNames => [ToyDocument.PartName];

    private protected override void Write(ToyModel model, ArchiveWriter archive, CancellationToken cancellation) =>
        archive.AddJson(ToyDocument.PartName, new ToyDocument { Shares = model.Shares }, ToyJson.Default.ToyDocument);

    private protected override ToyModel Read(
        ModelDescription description,
        ModelDocument document,
        ArchiveParts parts,
        CancellationToken cancellation
    )
    {
        ToyDocument own = parts.Json(ToyDocument.PartName, ToyJson.Default.ToyDocument);
        return own.Shares?.Count == Outputs(description)
            ? new ToyModel(description, [.. own.Shares])
            : throw new FormatException("its shares are not those of its classes.");
    }
}

internal sealed record ToyDocument : PartDocument
{
    internal const string PartName = "toy.json";

    public required IReadOnlyList<float> Shares { get; init; }
}

[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ToyDocument))]
internal sealed partial class ToyJson : JsonSerializerContext;
