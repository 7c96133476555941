namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class SnipTests
{
    [Fact]
    public void A_weight_is_scored_by_its_share_of_the_sensitivity_of_all_rows_loss()
    {
        using var setting = new CriterionSetting();
        float[] sums = setting.FromGradients("fc1.weight", (gradient, weight) => gradient * weight);
        float total = sums.Sum(MathF.Abs);

        CriterionSetting.AssertClose([.. sums.Select(sum => MathF.Abs(sum) / total)], setting.Scores("Snip", "fc1.weight"));
    }
}
