namespace PSModelPruning.Compute.Data;

/// <summary>Text whose delimiter is the tab. Only taken where it is named: the delimiter of a table is detected otherwise.</summary>
internal sealed class TsvFormat : TableFormat
{
    public override string Name => "Tsv";

    public override string Description => "Tab-separated values, plain or .gz";

    private protected override IReadOnlyList<string> Extensions { get; } = [".tsv", ".tab"];

    public override bool Recognizes(DataItem item) => false;

    private protected override TableOptions Formed(TableOptions options) => options with { Delimiter = options.Delimiter ?? '\t' };
}
