using System.Text;

namespace PSModelPruning.Compute.Data;

/// <summary>ARFF, the format of Weka: a head that declares the columns, then rows.</summary>
internal sealed class ArffFormat : TableFormat
{
    private const int ProbedBytes = 64 << 10;

    public override string Name => "Arff";

    public override string Description => "ARFF, the format of Weka, plain or .gz";

    public override IReadOnlyList<DataOption> Options { get; } = [DataOptions.Encoding, .. DataOptions.OfColumns];

    private protected override IReadOnlyList<string> Extensions { get; } = [".arff"];

    public override bool Recognizes(DataItem item) => item.HasExtension(Extensions) || BeginsWithRelation(item.Beginning(ProbedBytes));

    private protected override TableOptions Formed(TableOptions options) =>
        options with
        {
            Delimiter = ',',
            HasHeader = true,
            Header = null,
        };

    private protected override TableStream Open(DataItem item, TableOptions options)
    {
        TableStream text = TableStream.OpenText(item.Open(), options.Encoding, options.SampleBytes, item.Path);
        return TableStream.OpenText(new ArffStream(text.AsStream(), item.Path), Encoding.UTF8, options.SampleBytes, item.Path);
    }

    private protected override IReadOnlyDictionary<string, ColumnKind> KindsOf(DataItem item, TableOptions options)
    {
        TableStream text = TableStream.OpenText(item.Open(), options.Encoding, options.SampleBytes, item.Path);
        using var arff = new ArffStream(text.AsStream(), item.Path);
        var buffer = new byte[1];
        // The first byte that is no empty line belongs to the header, which comes after all declarations.
        while (arff.Read(buffer) > 0 && buffer[0] == '\n') { }
        var kinds = new Dictionary<string, ColumnKind>(StringComparer.OrdinalIgnoreCase);
        foreach (ArffAttribute attribute in arff.Attributes)
            kinds.TryAdd(attribute.Name, attribute.Kind);
        return kinds;
    }

    private static bool BeginsWithRelation(byte[] beginning) =>
        Encoding
            .UTF8.GetString(beginning)
            .TrimStart('\uFEFF')
            .Split('\n')
            .Select(line => line.Trim())
            .FirstOrDefault(line => line.Length > 0 && line[0] != '%')
            ?.StartsWith("@relation", StringComparison.OrdinalIgnoreCase) == true;
}
