using System.Text;
using System.Text.Json;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// JSON Lines: one object per line. The properties of the first object are the columns, as with objects from the pipeline.
/// </summary>
internal sealed class JsonLinesFormat : TableFormat
{
    /// <summary>A first object longer than this is recognized by the file's name alone.</summary>
    private const int ProbedBytes = 64 << 10;

    public override string Name => "JsonLines";

    public override string Description => "JSON Lines, one object per line, plain or .gz";

    public override IReadOnlyList<DataOption> Options { get; } = [DataOptions.Encoding, .. DataOptions.OfColumns];

    private protected override IReadOnlyList<string> Extensions { get; } = [".jsonl", ".ndjson"];

    private protected override int LineOffset => -1;

    public override bool Recognizes(DataItem item) => item.HasExtension(Extensions) || BeginsWithObject(item.Beginning(ProbedBytes));

    private protected override TableOptions Formed(TableOptions options) =>
        options with
        {
            Delimiter = ',',
            HasHeader = true,
            Header = null,
        };

    private protected override TableStream Open(DataItem item, TableOptions options)
    {
        TableStream json = TableStream.OpenText(item.Open(), options.Encoding, options.SampleBytes, item.Path);
        return TableStream.OpenText(
            new JsonLinesStream(json.AsStream(), options.CultureInfo, item.Path),
            Encoding.UTF8,
            options.SampleBytes,
            item.Path
        );
    }

    /// <summary>Whether the first line that is not empty is a JSON object.</summary>
    private static bool BeginsWithObject(ReadOnlySpan<byte> beginning)
    {
        if (beginning.StartsWith(Encoding.UTF8.Preamble))
            beginning = beginning[3..];
        beginning = beginning.TrimStart(" \t\r\n"u8);
        int end = beginning.IndexOf((byte)'\n');
        if (beginning.Length == 0 || beginning[0] != '{' || end < 0 && beginning.Length >= ProbedBytes - 3)
            return false;
        try
        {
            var reader = new Utf8JsonReader(end < 0 ? beginning : beginning[..end]);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && reader.TrySkip() && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
