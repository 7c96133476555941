using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>What every member of an ensemble predicts of the same rows, and what is right.</summary>
internal sealed class MemberOutputs
{
    /// <summary>Numbers that are held at most (256 MB); where there would be more, rows are drawn.</summary>
    private const long MostNumbers = 1L << 26;

    private readonly float[][] _outputs;
    private readonly int[][] _votes;

    /// <param name="outputs">A member's outputs each, <c>[members][rows × outputs]</c>.</param>
    /// <param name="targets">Class indices or numbers, <c>[rows]</c>.</param>
    /// <param name="weights">The part of each member.</param>
    /// <param name="task">What is predicted.</param>
    /// <param name="countsVotes">Whether the ensemble counts votes rather than probabilities.</param>
    internal MemberOutputs(float[][] outputs, float[] targets, IReadOnlyList<double> weights, LearningTask task, bool countsVotes = false)
    {
        _outputs = outputs;
        Targets = targets;
        Weights = weights;
        Task = task;
        CountsVotes = countsVotes;
        Outputs = outputs[0].Length / targets.Length;
        _votes = task == LearningTask.Classification ? [.. outputs.Select(VotesOf)] : [];
    }

    internal int Members => _outputs.Length;

    internal int Rows => Targets.Length;

    /// <summary>Outputs of a row.</summary>
    internal int Outputs { get; }

    internal float[] Targets { get; }

    internal IReadOnlyList<double> Weights { get; }

    internal LearningTask Task { get; }

    internal bool CountsVotes { get; }

    /// <summary>One member's outputs, <c>[rows × outputs]</c>.</summary>
    internal ReadOnlySpan<float> Of(int member) => _outputs[member];

    /// <summary>One member's most probable classes, <c>[rows]</c>.</summary>
    internal ReadOnlySpan<int> Votes(int member) => _votes[member];

    /// <summary>Whether a member has a row's class right.</summary>
    internal bool IsRight(int member, int row) => _votes[member][row] == (int)Targets[row];

    /// <summary>Lets every member predict a partition.</summary>
    /// <param name="members">The ensemble.</param>
    /// <param name="dataset">The data as the ensemble takes it.</param>
    /// <param name="partition">The rows; not empty.</param>
    /// <param name="seed">Of the rows that are drawn where there are too many.</param>
    /// <param name="monitor">Asked every batch whether to stop.</param>
    internal static MemberOutputs Of(MemberSet members, Dataset dataset, PartitionName partition, int seed, IWorkMonitor monitor)
    {
        Model model = members.Model;
        PartitionView view = PartitionView.Of(model, dataset, partition);
        int[] rows = RowDraws.WithoutReplacement(view.RowCount, MostNumbers / ((long)members.Count * model.OutputCount), seed);
        if (rows.Length < view.RowCount)
            monitor.Verbose(
                $"{rows.Length:N0} of {view.RowCount:N0} {partition.ToString().ToLowerInvariant()} rows are used, drawn with seed "
                    + $"{seed}."
            );
        float[][] outputs = [.. Enumerable.Range(0, members.Count).Select(_ => new float[rows.Length * model.OutputCount])];
        int batch = ModelPredictor.BatchRows(model),
            width = view.Width;
        float[] buffer = [],
            inputs = new float[batch * width];
        for (int first = 0; first < rows.Length; first += batch)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            monitor.Progress(new WorkProgress("Asking the members", $"row {first:N0} of {rows.Length:N0}", (double)first / rows.Length));
            int count = Math.Min(batch, rows.Length - first);
            for (int i = 0; i < count; i++)
                view.Rows(rows[first + i], 1, ref buffer).CopyTo(inputs.AsSpan(i * width, width));
            for (int member = 0; member < members.Count; member++)
                members.Predict(
                    member,
                    inputs.AsSpan(0, count * width),
                    count,
                    outputs[member].AsSpan(first * model.OutputCount, count * model.OutputCount)
                );
        }
        return new MemberOutputs(outputs, [.. rows.Select(view.Target)], members.Weights, model.Task, members.CountsVotes);
    }

    /// <summary>Adds to a sum what a member has in the ensemble's output: its weighted probabilities, vote or number.</summary>
    /// <param name="member">The member.</param>
    /// <param name="sum"><c>[rows × outputs]</c>.</param>
    internal void AddTo(int member, Span<double> sum)
    {
        double weight = Weights[member];
        if (CountsVotes)
        {
            for (int row = 0; row < Rows; row++)
                sum[row * Outputs + _votes[member][row]] += weight;
            return;
        }
        float[] outputs = _outputs[member];
        for (int i = 0; i < sum.Length; i++)
            sum[i] += weight * outputs[i];
    }

    /// <summary>The mean loss of one member alone: its error for classes, its squared error for numbers.</summary>
    internal double Loss(int member)
    {
        double loss = 0;
        for (int row = 0; row < Rows; row++)
            loss +=
                Task == LearningTask.Classification
                    ? IsRight(member, row)
                        ? 0
                        : 1
                    : Squared(_outputs[member][row] - (double)Targets[row]);
        return loss / Rows;
    }

    /// <summary>The mean squared distance of one member's outputs from what is right: what tells members of the same error apart.</summary>
    internal double SquaredError(int member)
    {
        double sum = 0;
        float[] outputs = _outputs[member];
        for (int i = 0; i < outputs.Length; i++)
            sum += Squared(outputs[i] - Truth(i / Outputs, i % Outputs));
        return sum / Rows;
    }

    /// <summary>1 for the right class and 0 for others, or the number.</summary>
    internal double Truth(int row, int output) =>
        Task == LearningTask.Regression ? Targets[row]
        : (int)Targets[row] == output ? 1
        : 0;

    /// <summary>
    /// The members from the least own loss to the greatest; of equal ones that with the lesser squared error, then the first.
    /// </summary>
    internal int[] ByOwnLoss() => [.. Enumerable.Range(0, Members).OrderBy(Loss).ThenBy(SquaredError).ThenBy(member => member)];

    private int[] VotesOf(float[] outputs)
    {
        var votes = new int[Rows];
        for (int row = 0; row < votes.Length; row++)
            votes[row] = OutputScore.MostProbable(outputs.AsSpan(row * Outputs, Outputs));
        return votes;
    }

    private static double Squared(double value) => value * value;
}
