namespace PSModelPruning.Compute.Data;

/// <summary>Delimited text. Any text that no other format recognizes is read as such, whatever its delimiter.</summary>
internal sealed class CsvFormat : TableFormat
{
    public override string Name => "Csv";

    public override string Description => "Comma-separated values (or another delimiter), plain or .gz";

    private protected override IReadOnlyList<string> Extensions { get; } = [".csv", ".tsv", ".tab"];

    /// <summary>Never: text has no mark, so that every other format is asked first.</summary>
    public override bool Recognizes(DataItem item) => false;

    /// <summary>Files with the extension of a table; or the only file that there is, as in an archive of one table.</summary>
    public override IReadOnlyList<DataItem> Select(DataSource source)
    {
        if (base.Select(source) is [_, ..] tables)
            return tables;
        DataItem[] visible = [.. source.Items.Where(item => !item.IsHidden)];
        return visible is [var only] && !DataFormatCatalog.All.Any(format => format.Recognizes(only)) ? visible : [];
    }
}
