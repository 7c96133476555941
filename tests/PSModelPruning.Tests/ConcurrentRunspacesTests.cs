namespace PSModelPruning.Tests;

public sealed class ConcurrentRunspacesTests
{
    private const string Script = """
        $data = Import-Dataset -Path $path -Target species -Seed 1
        $model = $data | Train-Model -Layers 'linear 24', 'relu' -Epochs 15 -BatchSize 8 -Seed 3
        $pruned = $model | Invoke-ModelPrune -Sparsity 0.6 -FineTuneEpochs 4 -Seed 3
        $forest = $data | Train-Model -Kind Forest -TreeCount 20 -Seed 3
        $model.Training.TrainingLoss
        $pruned.Training.TrainingLoss
        $forest.OutOfBagScore
        $data | Get-ModelPrediction -Model $forest | ForEach-Object Probability
        """;

    [Fact]
    public async Task Two_runspaces_train_and_prune_at_once_with_the_numbers_of_one_alone()
    {
        double[] alone = Numbers();

        double[][] together = await Task.WhenAll(Task.Run(Numbers), Task.Run(Numbers));

        Assert.True(alone.Length > 20);
        Assert.Equal(alone, together[0]);
        Assert.Equal(alone, together[1]);
    }

    private static double[] Numbers()
    {
        using var session = new ModuleSession();
        return
        [
            .. session.Run(Script, ("path", ModuleSession.ExampleData("iris.csv"))).Select(value => Convert.ToDouble(value.BaseObject)),
        ];
    }
}
