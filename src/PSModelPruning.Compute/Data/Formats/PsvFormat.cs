namespace PSModelPruning.Compute.Data;

/// <summary>Text whose delimiter is the vertical bar.</summary>
internal sealed class PsvFormat : TableFormat
{
    public override string Name => "Psv";

    public override string Description => "Values separated by vertical bars, plain or .gz";

    private protected override IReadOnlyList<string> Extensions { get; } = [".psv"];

    public override bool Recognizes(DataItem item) => false;

    private protected override TableOptions Formed(TableOptions options) => options with { Delimiter = options.Delimiter ?? '|' };
}
