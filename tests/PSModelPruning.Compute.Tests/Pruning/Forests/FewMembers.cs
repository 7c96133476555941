using PSModelPruning.Compute.Pruning.Forests;

namespace PSModelPruning.Compute.Tests.Pruning.Forests;

/// <summary>Outputs of members that the test makes up, and plain counts of what an ensemble of some of them gets wrong.</summary>
internal static class FewMembers
{
    /// <summary>Members that are certain of their votes.</summary>
    internal static MemberOutputs Voting(int classes, int[] right, params int[][] votes) =>
        new(
            [.. votes.Select(own => own.SelectMany(vote => Enumerable.Range(0, classes).Select(k => k == vote ? 1f : 0f)).ToArray())],
            [.. right.Select(label => (float)label)],
            [.. votes.Select(_ => 1.0 / votes.Length)],
            LearningTask.Classification
        );

    /// <summary>Random probabilities that lean to the right class.</summary>
    internal static MemberOutputs Random(int members, int rows, int classes, int seed)
    {
        var random = new Random(seed);
        float[] targets = [.. Enumerable.Range(0, rows).Select(_ => (float)random.Next(classes))];
        float[][] outputs =
        [
            .. Enumerable
                .Range(0, members)
                .Select(_ =>
                {
                    float[] own = new float[rows * classes];
                    for (int row = 0; row < rows; row++)
                    {
                        Span<float> given = own.AsSpan(row * classes, classes);
                        for (int k = 0; k < classes; k++)
                            given[k] = (float)random.NextDouble() + (k == (int)targets[row] ? 0.35f : 0);
                        float sum = 0;
                        foreach (float value in given)
                            sum += value;
                        for (int k = 0; k < classes; k++)
                            given[k] /= sum;
                    }
                    return own;
                }),
        ];
        return new MemberOutputs(outputs, targets, [.. Enumerable.Range(0, members).Select(i => 1.0 + i % 3)], LearningTask.Classification);
    }

    internal static MemberOutputs RandomNumbers(int members, int rows, int seed)
    {
        var random = new Random(seed);
        float[] targets = [.. Enumerable.Range(0, rows).Select(_ => (float)random.NextDouble() * 10)];
        return new MemberOutputs(
            [
                .. Enumerable
                    .Range(0, members)
                    .Select(_ => targets.Select(target => target + (float)(random.NextDouble() * 6 - 3)).ToArray()),
            ],
            targets,
            [.. Enumerable.Range(0, members).Select(_ => 1.0)],
            LearningTask.Regression
        );
    }

    /// <summary>Errors (or the squared error) of the weighted mean of some members.</summary>
    internal static double LossOf(MemberOutputs all, IReadOnlyCollection<int> members)
    {
        double loss = 0;
        for (int row = 0; row < all.Rows; row++)
        {
            float[] mean = new float[all.Outputs];
            double weight = members.Sum(member => all.Weights[member]);
            for (int k = 0; k < mean.Length; k++)
                mean[k] = (float)(members.Sum(member => all.Weights[member] * all.Of(member)[row * all.Outputs + k]) / weight);
            loss +=
                all.Task == LearningTask.Regression ? Math.Pow(mean[0] - all.Targets[row], 2)
                : Array.IndexOf(mean, mean.Max()) == (int)all.Targets[row] ? 0
                : 1;
        }
        return loss;
    }

    /// <summary>The order that a selection gives: what each size has more than the one before.</summary>
    internal static int[] Order(Selection selection, int members) =>
        [
            .. Enumerable
                .Range(1, members)
                .Select(size => selection.Members(size).Except(size == 1 ? [] : selection.Members(size - 1)).Single()),
        ];
}
