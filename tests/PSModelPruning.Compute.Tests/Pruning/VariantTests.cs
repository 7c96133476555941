using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Networks;
using PSModelPruning.Compute.Pruning.Networks.Criteria;
using PSModelPruning.Compute.Pruning.Networks.Granularities;
using PSModelPruning.Compute.Pruning.Networks.Ratios;
using PSModelPruning.Compute.Pruning.Networks.Schedules;
using PSModelPruning.Compute.Pruning.Networks.Sensitivity;
using PSModelPruning.Compute.Pruning.Networks.Units;
using PSModelPruning.Compute.Storage;
using PSModelPruning.Compute.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Tests.Pruning;

/// <summary>
/// A granularity, a schedule and a criterion that are defined here work everywhere: nothing but the catalogs lists the variants that there
/// are.
/// </summary>
public sealed class VariantTests : IDisposable
{
    private static readonly NetworkVariants Variants = new()
    {
        Criteria = [.. CriterionCatalog.All, new PositionCriterion()],
        Granularities = [.. GranularityCatalog.All, new MatrixRowGranularity()],
        Schedules = [.. PruningScheduleCatalog.All, new HalvesSchedule()],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("variants").FullName;
    private readonly NetworkModel _model = PruningFixture.Mlp(PruningFixture.Blobs([6]), 2, 8, 4);

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, true);
    }

    private static PruningOptions Options(double sparsity, int epochs = 0) =>
        PruningFixture.Options(sparsity, "position", "matrixrow", "halves", epochs) with
        {
            Variants = Variants,
        };

    [Fact]
    public void They_prune_and_the_report_says_so()
    {
        using NetworkModel pruned = PruningFixture.Prune(_model, Options(0.4, epochs: 2));

        PruningReport report = pruned.Pruning!;
        Assert.Equal(("Position", "MatrixRow", "Halves"), (report.Method, report.Granularity, report.Schedule));
        // Of 8 + 4 + 3 rows six go, those that come last in each layer; the first of a layer stays.
        Assert.Equal(6 / 15.0, report.Sparsity, 12);
        Assert.Equal(["row of a matrix"], report.Layers.Select(layer => layer.Unit).Distinct());
        Assert.Equal([(8L, 8L), (4L, 4L), (3L, 3L)], report.Layers.Select(layer => (layer.Original, layer.Before)));
        Assert.Equal(9, report.Layers.Sum(layer => layer.Kept));
        Assert.Equal([0.2, 0.4], report.Rounds.Select(round => Math.Round(round.Sparsity, 12)));
        Assert.Equal(4, pruned.Training.Count);
        foreach ((_, GraphParameter weight) in pruned.Graph.PrunableWeights())
        {
            bool[] isGone = [.. weight.Value.data<float>().ToArray().Chunk((int)weight.Shape[1]).Select(row => row.All(w => w == 0))];
            Assert.Equal(isGone.Order(), isGone);
        }
        using var stream = new MemoryStream();
        ModelFormatCatalog.Get("psmodel").Write(pruned, stream, PruningFixture.Silent);
        stream.Position = 0;
        using Model read = ModelFile.Load(stream, "pruned.psmodel", PruningFixture.Silent);
        Assert.Equal(report.ToString(), read.Pruning!.ToString());
        Assert.Equal(report.Layers, read.Pruning.Layers);
    }

    [Fact]
    public void They_are_planned()
    {
        PruningOptions options = Options(0.4);

        IReadOnlyList<PruningLayer> plan = ModelPruners.For(_model, options).Plan(_model, null, options, PruningFixture.Silent);

        using NetworkModel pruned = PruningFixture.Prune(_model, options);
        Assert.Equal(pruned.Pruning!.Layers.Select(layer => layer.Kept), plan.Select(layer => layer.Kept));
    }

    [Fact]
    public void They_take_layer_sparsities_from_a_measurement_of_their_own()
    {
        var points = new List<LayerSensitivity>();

        LayerSensitivityMeter.Measure(
            _model,
            null,
            new SensitivityRequest { Options = Options(0), Sparsities = [0.5, 0.75] },
            PruningFixture.Silent,
            points.Add
        );

        Assert.Equal([(8L, 4L), (8L, 2L), (4L, 2L), (4L, 1L), (3L, 1L)], points.Select(point => (point.Units, point.Kept)));
        Assert.All(points, point =>
            Assert.Equal(("Position", "MatrixRow", "row of a matrix"), (point.Method, point.Granularity, point.Unit))
        );
        PruningOptions options = PruningFixture
            .Options(0.4, "", "", "OneShot")
            .WithNetwork(network => network with { LayerSparsity = new SensitivityRatios(points) }) with
        {
            Variants = Variants,
        };
        using NetworkModel pruned = PruningFixture.Prune(_model, options);
        Assert.Equal(("Position", "MatrixRow"), (pruned.Pruning!.Method, pruned.Pruning.Granularity));
    }

    [Fact]
    public void They_are_found_by_a_budget()
    {
        using NetworkModel pruned = PruningFixture.Prune(_model, Options(0) with { Target = new PruningTarget { MaxAccuracyDrop = 0.9 } });

        // One row of each layer stays.
        Assert.Equal(12 / 15.0, pruned.Pruning!.Sparsity, 12);
    }

    [Fact]
    public void They_are_resumed()
    {
        PruningOptions options = Options(0.4, epochs: 3);
        var counting = new InterruptingMonitor(int.MaxValue);
        using NetworkModel whole = PruningFixture.Prune(_model, options, counting);
        PruningOptions kept = options with
        {
            Checkpoint = new CheckpointOptions { CheckpointPath = Path.Combine(_folder, "run.checkpoint") },
        };

        foreach (double part in new[] { 0.3, 0.8 })
        {
            Assert.Throws<OperationCanceledException>(() =>
                PruningFixture.Prune(_model, kept, new InterruptingMonitor((int)(part * counting.Looks)))
            );
            using NetworkModel resumed = PruningFixture.Prune(_model, kept with { Checkpoint = kept.Checkpoint with { Resume = true } });

            Assert.Equal(PruningFixture.Weights(whole), PruningFixture.Weights(resumed));
            Assert.Equal(whole.Pruning!.Rounds, resumed.Pruning!.Rounds);
        }
    }

    [Fact]
    public void A_path_of_them_is_measured()
    {
        var method = new NetworkPathMethod(new PositionCriterion(), [0.2, 0.4]);

        using var path = (IDisposable)method.Path(_model, null, Options(0), PruningFixture.Silent);

        Assert.Equal("MatrixRow", method.Granularity(Options(0)));
        Assert.Equal(3, ((Compute.Pruning.Paths.PruningPath)path).Candidates.Count);
    }

    [Fact]
    public void What_a_schedule_or_criterion_asks_of_a_granularity_is_asked_of_this_one()
    {
        string Error(PruningOptions options) => Assert.Throws<ComputeException>(() => PruningFixture.Prune(_model, options)).ErrorId;

        Assert.Equal(
            "ScheduleNotForGranularity",
            Error(Options(0.4, 2).WithNetwork(network => network with { Schedule = "DynamicSurgery" }) with { Method = "Magnitude" })
        );
        Assert.Equal(
            "ScheduleNotForGranularity",
            Error(Options(0.4, 2).WithNetwork(network => network with { Schedule = "Proximal" }) with { Method = "Magnitude" })
        );
        Assert.Equal(
            "ScheduleNotForMethod",
            Error(Options(0.4, 2).WithNetwork(network => network with { Schedule = "DynamicSurgery", Granularity = "Element" }))
        );
        Assert.Equal(
            "ScheduleNotForMethod",
            Error(Options(0.4, 2).WithNetwork(network => network with { Schedule = "Proximal", Granularity = "Element" }))
        );
        Assert.Equal("MethodNeedsChannels", Error(Options(0.4) with { Method = "GeometricMedian" }));
        Assert.Equal("MethodNeedsBlocks", Error(Options(0.4) with { Method = "LossIncrease" }));
        Assert.Equal("BudgetNeedsChannels", Error(Options(0) with { Target = new PruningTarget { MaxMacs = 10 } }));
    }

    [Theory]
    [InlineData("Magnitude", "Element")]
    [InlineData("GeometricMedian", "Channel")]
    [InlineData("LossIncrease", "Layer")]
    public void A_path_names_the_granularity_that_its_criterion_chooses(string criterion, string granularity)
    {
        NetworkPathMethod method = NetworkPathMethod.Get(_model, criterion, [0.5]);

        Assert.Equal(granularity, method.Granularity(new PruningOptions { Method = criterion }));
    }

    [Theory]
    [InlineData("Element", 1)]
    [InlineData("Pattern", 1)]
    [InlineData("Block", 1)]
    [InlineData("Channel", 0)]
    public void A_multiple_of_channels_is_told_to_do_nothing_where_weights_go(string granularity, int warnings)
    {
        var monitor = new CollectingMonitor();

        PruningFixture
            .Prune(_model, PruningFixture.Options(0.25, granularity: granularity).WithNetwork(n => n with { RoundTo = 2 }), monitor)
            .Dispose();

        Assert.Equal(warnings, monitor.Warnings.Count(warning => warning.StartsWith("RoundTo ", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_name_of_the_catalogs_stands_twice()
    {
        Assert.Distinct(CriterionCatalog.Entries.Select(entry => entry.Name), StringComparer.OrdinalIgnoreCase);
        Assert.Distinct(GranularityCatalog.Entries.Select(entry => entry.Name), StringComparer.OrdinalIgnoreCase);
        Assert.Distinct(PruningScheduleCatalog.Entries.Select(entry => entry.Name), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>What comes last in a weight goes first.</summary>
    private sealed class PositionCriterion : PruningCriterion
    {
        internal override string Name => "Position";

        internal override string Description => "For tests";

        internal override Dictionary<string, Tensor> ScoreElements(CriterionContext context, IReadOnlyCollection<string> parameters) =>
            parameters.ToDictionary(
                name => name,
                name =>
                {
                    GraphParameter parameter = context.Graph.Parameters[name];
                    return 1 / arange(1, parameter.ElementCount + 1, ScalarType.Float64).reshape(parameter.Shape);
                }
            );
    }

    /// <summary>Two rounds of half the way each.</summary>
    private sealed class HalvesSchedule : PruningSchedule
    {
        internal override string Name => "Halves";

        internal override string Description => "For tests";

        protected override int DefaultSteps(double initial, double final) => 2;

        internal override double Sparsity(double initial, double final, int step, int steps) => initial + (final - initial) * step / steps;

        internal override PrunedNetwork Run(ScheduledPruning run)
        {
            for (int step = 1; step <= 2; step++)
            {
                int round = step;
                run.Round(round, 2, () => run.PruneTo(Sparsity(run.Initial, run.Final, round, 2)), () => run.FineTune(round, "halves"));
            }
            return run.Outcome();
        }
    }

    /// <summary>Rows of weight matrices become zeros as wholes.</summary>
    private sealed class MatrixRowGranularity : PruningGranularity
    {
        internal override string Name => "MatrixRow";

        internal override string Description => "For tests";

        internal override UnitCounter Counter { get; } = new MatrixRowCounter();

        internal override bool MakesSmaller => false;

        internal override UnitSelection Begin(Graph graph, GranularityRules rules) => new MatrixRowSession(graph, rules);
    }

    private sealed class MatrixRowCounter : UnitCounter
    {
        internal override string Unit => "row of a matrix";

        internal override IReadOnlyDictionary<string, long> Count(Graph graph, LayerHistory history) =>
            graph.PrunableWeights().ToDictionary(layer => layer.Node.Name, layer => (long)Alive(layer.Weight).Count(alive => alive));

        internal static bool[] Alive(GraphParameter weight)
        {
            using Tensor counts = count_nonzero(weight.Value.detach(), [1]);
            return [.. counts.data<long>().ToArray().Select(count => count > 0)];
        }
    }

    private sealed class MatrixRowSession(Graph graph, GranularityRules rules) : UnitSelection
    {
        private readonly GraphParameter[] _weights =
        [
            .. graph.PrunableWeights().Where(layer => !rules.ExcludedLayers.ContainsKey(layer.Node.Name)).Select(layer => layer.Weight),
        ];

        internal override long Original => _weights.Sum(weight => weight.Shape[0]);

        internal override long Candidates => Original;

        internal override double Reached =>
            1 - (double)_weights.Sum(weight => MatrixRowCounter.Alive(weight).Count(alive => alive)) / Original;

        internal override double Most => 1 - (double)_weights.Length / Original;

        internal override IReadOnlyDictionary<string, string> Untouched => rules.ExcludedLayers;

        protected override void Choose(double sparsity, PruningCriterion criterion, CriterionContext context, bool isLast)
        {
            using DisposeScope scope = NewDisposeScope();
            using IDisposable withoutGradient = no_grad();
            Dictionary<string, Tensor> scores = criterion.ScoreElements(context, [.. _weights.Select(weight => weight.Name)]);
            long wanted = Rounding.ToCount(sparsity, Original) - Rounding.ToCount(Reached, Original);
            (GraphParameter Weight, int Row, double Score)[] rows =
            [
                .. _weights.SelectMany(weight =>
                {
                    double[] means = scores[weight.Name].to_type(ScalarType.Float64).mean([1]).data<double>().ToArray();
                    bool[] alive = MatrixRowCounter.Alive(weight);
                    int best = Array.IndexOf(means, means.Max());
                    return Enumerable
                        .Range(0, means.Length)
                        .Where(row => alive[row] && row != best)
                        .Select(row => (weight, row, means[row]));
                }),
            ];
            foreach (
                IGrouping<GraphParameter, (GraphParameter, int Row, double)> gone in rows.OrderBy(row => row.Score)
                    .Take((int)wanted)
                    .GroupBy(row => row.Weight)
            )
            {
                Tensor mask = gone.Key.Mask?.clone() ?? ones_like(gone.Key.Value.detach());
                using Scalar zero = 0.ToScalar();
                gone.Key.SetMask(mask.index_fill_(0, tensor([.. gone.Select(row => (long)row.Row)]), zero));
                gone.Key.ApplyMask();
            }
        }
    }
}
