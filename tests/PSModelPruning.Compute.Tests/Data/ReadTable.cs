using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Data;

/// <summary>An imported table with what was said about it.</summary>
internal sealed record ReadTable(Dataset Data, IReadOnlyList<string> Warnings, IReadOnlyList<string> Decisions)
{
    /// <summary>Options that keep the rows in their order and their numbers as they are.</summary>
    internal static ImportOptions Plain(string target) =>
        new()
        {
            Target = target,
            Scale = "None",
            TestFraction = 0,
            ValidationFraction = 0,
        };

    internal static ReadTable Of(string path, ImportOptions options, params string[] others)
    {
        var monitor = new ListeningMonitor();
        Dataset data = DatasetImporter.Import([path, .. others], [], options, monitor);
        return new ReadTable(data, monitor.Warnings, monitor.Decisions);
    }

    internal DatasetColumn Column(string name) => Data.Columns.Single(column => column.Name == name);

    /// <summary>The first input of a column in the first training rows.</summary>
    internal float[] Inputs(string name, int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => Data.Training.Row(row)[Column(name).FirstInput])];

    /// <summary>The inputs of the rows of a file, as a model that was trained on this data prepares them.</summary>
    internal float[][] Prepared(string path, TableOptions? options = null)
    {
        var preparer = new RowPreparer(Data.Preprocessing);
        IDataFormat format = FormatDetector.Detect(path).Format;
        using RowReader rows = format.OpenRows(FormatDetector.Detect(path).Source, options ?? new TableOptions()).Single();
        preparer.Bind(rows);
        var prepared = new List<float[]>();
        while (rows.Read())
        {
            var inputs = new float[preparer.Width];
            rows.Prepare(preparer, inputs);
            prepared.Add(inputs);
        }
        return [.. prepared];
    }

    private sealed class ListeningMonitor : IWorkMonitor
    {
        internal List<string> Warnings { get; } = [];

        internal List<string> Decisions { get; } = [];

        public CancellationToken Cancellation => default;

        public void Progress(in WorkProgress progress) { }

        public void Verbose(ComputeMessage message) => Decisions.Add(message.ToString());

        public void Warning(ComputeMessage message) => Warnings.Add(message.ToString());
    }
}
