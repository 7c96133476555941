using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Evaluation;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Evaluation;

public sealed class LatencyMeterTests
{
    private static readonly Preprocessing Schema = HandMade.Schema(HandMade.Number("x", 0), HandMade.Number("y", 1));

    [Fact]
    public void Quantiles_interpolate_between_ranks()
    {
        LatencyResult result = LatencyResult.Of(1, [4, 1, 3, 2]);

        Assert.Equal(2.5, result.P50Milliseconds, 12);
        Assert.Equal(3.85, result.P95Milliseconds, 12);
    }

    [Fact]
    public void Every_model_is_run_as_often_as_asked_with_and_without_a_data_set()
    {
        Dataset data = HandMade.Data(Schema, ["a", "b"], [1, 2, 3, 4, 5, 6], [0, 1, 0]);
        using NetworkModel first = HandMade.Linear(Schema, ["a", "b"], new float[2, 2], dataset: data);
        using NetworkModel second = HandMade.Linear(Schema, ["a", "b"], new float[2, 2]);
        var options = new LatencyOptions
        {
            BatchSize = 7,
            MinimumRuns = 3,
            MaximumRuns = 12,
            TimeLimit = TimeSpan.FromSeconds(20),
        };

        IReadOnlyList<LatencyResult> results = LatencyMeter.Measure([first, second], options, SilentMonitor.Instance);

        Assert.All(results, r => Assert.Equal(12, r.Runs));
        Assert.All(results, r => Assert.True(r.P50Milliseconds > 0 && r.P95Milliseconds >= r.P50Milliseconds));
    }

    [Fact]
    public void The_least_number_of_runs_is_made_when_there_is_no_time()
    {
        using NetworkModel model = HandMade.Linear(Schema, ["a", "b"], new float[2, 2]);

        LatencyResult result = LatencyMeter.Measure(model, 1, SilentMonitor.Instance, TimeSpan.Zero);

        Assert.Equal(new LatencyOptions().MinimumRuns, result.Runs);
    }

    [Fact]
    public void A_cancelled_measurement_stops()
    {
        using NetworkModel model = HandMade.Linear(Schema, ["a", "b"], new float[2, 2]);

        Assert.Throws<OperationCanceledException>(() => LatencyMeter.Measure(model, 1, new SilentMonitor(new CancellationToken(true))));
    }
}
