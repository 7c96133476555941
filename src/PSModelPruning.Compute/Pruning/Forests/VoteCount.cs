namespace PSModelPruning.Compute.Pruning.Forests;

/// <summary>The weighted votes of members that join one by one.</summary>
internal sealed class VoteCount(MemberOutputs outputs)
{
    private readonly double[] _votes = new double[outputs.Rows * outputs.Outputs];

    internal void Add(int member)
    {
        ReadOnlySpan<int> votes = outputs.Votes(member);
        for (int row = 0; row < votes.Length; row++)
            _votes[row * outputs.Outputs + votes[row]] += outputs.Weights[member];
    }

    /// <summary>Where the class with most votes, the first of equal ones, is not the right one, <c>[rows]</c>.</summary>
    internal bool[] Wrong()
    {
        var wrong = new bool[outputs.Rows];
        for (int row = 0; row < wrong.Length; row++)
        {
            ReadOnlySpan<double> counts = _votes.AsSpan(row * outputs.Outputs, outputs.Outputs);
            int most = 0;
            for (int k = 1; k < counts.Length; k++)
            {
                if (counts[k] > counts[most])
                    most = k;
            }
            wrong[row] = most != (int)outputs.Targets[row];
        }
        return wrong;
    }
}
