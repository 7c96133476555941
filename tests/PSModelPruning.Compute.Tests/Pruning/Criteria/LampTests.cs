namespace PSModelPruning.Compute.Tests.Pruning.Criteria;

public sealed class LampTests
{
    [Fact]
    public void A_weight_is_scored_by_its_square_beside_the_squares_that_are_not_smaller()
    {
        using var setting = new CriterionSetting();
        float[] squares = [.. setting.Weight("fc1.weight").Select(weight => weight * weight)];

        float[] scores = setting.Scores("Lamp", "fc1.weight");

        CriterionSetting.AssertClose([.. squares.Select(square => square / squares.Where(other => other >= square).Sum())], scores, 1e-5f);
        Assert.Equal(1, scores.Max());
    }

    [Fact]
    public void A_neuron_is_scored_by_the_squares_of_all_its_weights_among_the_neurons_of_its_layer()
    {
        using var setting = new CriterionSetting(8, [5], "linear 4", "tanh", "linear 3", "tanh");
        float[] first = setting.Weight("fc1.weight"),
            second = setting.Weight("fc2.weight"),
            third = setting.Weight("fc3.weight");
        float[] squares =
        [
            .. Enumerable
                .Range(0, 4)
                .Select(n =>
                    first[(n * 5)..(n * 5 + 5)].Sum(w => w * w) + Enumerable.Range(0, 3).Sum(o => second[o * 4 + n] * second[o * 4 + n])
                ),
            .. Enumerable
                .Range(0, 3)
                .Select(n =>
                    second[(n * 4)..(n * 4 + 4)].Sum(w => w * w) + Enumerable.Range(0, 3).Sum(o => third[o * 3 + n] * third[o * 3 + n])
                ),
        ];

        float[] expected =
        [
            .. squares.Select((square, i) => square / (i < 4 ? squares[..4] : squares[4..]).Where(other => other >= square).Sum()),
        ];

        CriterionSetting.AssertClose(expected, setting.UnitScores("Lamp"), 1e-5f);
    }
}
