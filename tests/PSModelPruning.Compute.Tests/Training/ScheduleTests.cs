using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.LearningRates;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Training;

public sealed class ScheduleTests
{
    private static LearningRatePlan Plan(string schedule, int epochs = 10, double warmup = 0, long steps = 10) =>
        new(
            new TrainingOptions
            {
                Schedule = schedule,
                Epochs = epochs,
                LearningRate = 0.1,
                WarmupEpochs = warmup,
            },
            steps
        );

    [Fact]
    public void Cosine_has_the_rates_of_its_formula()
    {
        LearningRatePlan plan = Plan("Cosine");

        Assert.Equal(0.1, plan.At(0, []), 1e-12);
        Assert.Equal(0.05, plan.At(50, []), 1e-12);
        Assert.Equal(0.1 * (1 + Math.Cos(Math.PI * 0.99)) / 2, plan.At(99, []), 1e-12);
    }

    [Fact]
    public void Step_falls_to_a_tenth_at_half_and_a_hundredth_at_three_quarters_of_the_epochs()
    {
        LearningRatePlan plan = Plan("Step", epochs: 8);

        Assert.Equal([0.1, 0.1, 0.01, 0.01, 0.001, 0.001], new long[] { 0, 39, 40, 59, 60, 79 }.Select(s => plan.At(s, [])), (a, b) =>
            Math.Abs(a - b) < 1e-12
        );
    }

    [Fact]
    public void Exponential_ends_at_a_hundredth()
    {
        LearningRatePlan plan = Plan("Exponential");

        Assert.Equal(0.01, plan.At(50, []), 1e-12);
        Assert.Equal(plan.At(1, []) / plan.At(0, []), plan.At(81, []) / plan.At(80, []), 1e-12);
    }

    [Fact]
    public void One_cycle_peaks_at_thirty_percent_as_torchs_own_does()
    {
        TorchRuntime.EnsureAvailable();
        const int steps = 101;
        LearningRatePlan plan = Plan("OneCycle", epochs: 1, steps: steps - 1);
        using var parameter = new Parameter(zeros(1));
        var optimizer = optim.SGD([parameter], 0.1, 0.9);
        optim.lr_scheduler.LRScheduler torchs = optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps: steps, cycle_momentum: false);

        // torch's peak lies at step 0.3·total − 1 and its end at total − 1; away from the peak, over 100 steps, the curves lie closely
        // together.
        double greatest = 0;
        for (int step = 0; step < steps - 1; step++)
        {
            greatest = Math.Max(greatest, Math.Abs(plan.At(step, []) - optimizer.ParamGroups.First().LearningRate));
            optimizer.step();
            torchs.step();
        }
        Assert.True(greatest < 0.0045, $"differs by {greatest}");
        Assert.Equal(0.1 / 25, plan.At(0, []), 1e-12);
        Assert.Equal(0.1, plan.At(30, []), 1e-12);
    }

    [Fact]
    public void Plateau_halves_after_three_epochs_without_a_lower_loss()
    {
        LearningRatePlan plan = Plan("Plateau");
        IReadOnlyList<TrainingEpoch> History(params double[] losses) =>
            [.. losses.Select((l, i) => new TrainingEpoch(i + 1, 9, 0, l, 0, 0, 0))];

        Assert.Equal(0.1, plan.At(0, History(1, 0.9, 0.95, 0.95)), 1e-12);
        Assert.Equal(0.05, plan.At(0, History(1, 0.9, 0.95, 0.95, 0.95)), 1e-12);
        Assert.Equal(0.05, plan.At(0, History(1, 0.9, 0.95, 0.95, 0.95, 0.8, 0.9)), 1e-12);
        Assert.Equal(0.025, plan.At(0, History(1, 0.9, 0.95, 0.95, 0.95, 0.91, 0.91, 0.91)), 1e-12);
    }

    [Fact]
    public void Every_schedule_warms_up_linearly_and_stays_within_the_rate()
    {
        foreach (CatalogEntry entry in LearningRateScheduleCatalog.Entries)
        {
            LearningRatePlan plan = Plan(entry.Name.ToUpperInvariant(), warmup: 2);
            Assert.Equal(0.1 / 20, plan.At(0, []), 1e-12);
            Assert.Equal(0.05, plan.At(9, []), 1e-12);
            Assert.All(Enumerable.Range(0, 100), step => Assert.InRange(plan.At(step, []), 0, 0.1 + 1e-12));
        }
    }
}
