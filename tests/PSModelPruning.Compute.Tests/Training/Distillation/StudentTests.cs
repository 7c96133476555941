using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Pruning;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Distillation;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Training.Distillation;

public sealed class StudentTests : IDisposable
{
    private static readonly Dataset Data = TreeData.Blobs();
    private static readonly Lazy<ForestModel> LazyForest = new(() =>
        TreeData.Train<ForestModel>(
            Data,
            new TrainingRequest
            {
                Kind = "Forest",
                Name = "oaks",
                Forest = new()
                {
                    TreeCount = 40,
                    Tree = new() { MinLeafSamples = 15 },
                },
            }
        )
    );
    private readonly string _folder = Directory.CreateTempSubdirectory("student").FullName;

    private static ForestModel Forest => LazyForest.Value;

    public void Dispose() => Directory.Delete(_folder, true);

    private static TrainingRequest Request(Model? teacher, double weight = 1, double temperature = 1, int epochs = 60) =>
        new()
        {
            Layers = ["linear 32", "relu"],
            Options = new TrainingOptions
            {
                Epochs = epochs,
                BatchSize = 32,
                LearningRate = 0.01,
                Schedule = "Cosine",
                Threads = 1,
                Seed = 2,
            },
            Distillation = teacher is null
                ? null
                : new DistillationOptions
                {
                    Teacher = teacher,
                    Weight = weight,
                    Temperature = teacher.Task == LearningTask.Regression ? null : temperature,
                },
        };

    private static NetworkModel Student(Model? teacher, double weight = 1, double temperature = 1, int epochs = 60) =>
        ModelTrainer.Train(teacher?.Dataset ?? Data, Request(teacher, weight, temperature, epochs), SilentMonitor.Instance);

    private static double Difference(Model a, Model b, PartitionName partition) =>
        TreeData.Predict(a, partition).Zip(TreeData.Predict(b, partition), (x, y) => Math.Abs(x - y)).Average();

    [Fact]
    public void A_student_learns_the_probabilities_of_a_forest()
    {
        using NetworkModel student = Student(Forest),
            alone = Student(null);

        double taught = Difference(student, Forest, PartitionName.Training),
            untaught = Difference(alone, Forest, PartitionName.Training);

        Assert.True(taught < 0.5 * untaught && taught < 0.05, $"taught {taught}, alone {untaught}");
        Assert.True(Difference(student, Forest, PartitionName.Test) < Difference(alone, Forest, PartitionName.Test));
        Assert.Contains("taught by 'oaks' (Forest), weight 1, temperature 1", student.History[0].Description);
    }

    public static TheoryData<string> Kinds => ["Tree", "Boosted", "Neighbors", "Network", "Linear", "Ensemble", "Rules"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Any_family_can_teach(string kind)
    {
        Model teacher = Make(kind);
        using NetworkModel student = Student(teacher, epochs: 30),
            alone = Student(null, epochs: 30);

        Assert.Contains($"({teacher.Kind})", student.History[0].Description);
        Assert.True(
            Difference(student, teacher, PartitionName.Training) < Difference(alone, teacher, PartitionName.Training),
            $"{Difference(student, teacher, PartitionName.Training)} against {Difference(alone, teacher, PartitionName.Training)}"
        );
    }

    [Fact]
    public void A_student_of_numbers_learns_what_a_tree_predicts()
    {
        Dataset numbers = TreeData.Numbers();
        var tree = TreeData.Train<TreeModel>(
            numbers,
            new TrainingRequest
            {
                Kind = "Tree",
                Tree = new() { MaxLeaves = 4 },
            }
        );
        using NetworkModel student = Student(tree),
            alone = ModelTrainer.Train(numbers, Request(null), SilentMonitor.Instance);

        Assert.True(
            Difference(student, tree, PartitionName.Training) < 0.7 * Difference(alone, tree, PartitionName.Training),
            $"{Difference(student, tree, PartitionName.Training)} against {Difference(alone, tree, PartitionName.Training)}"
        );
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_and_another_temperature_others()
    {
        using NetworkModel first = Student(Forest, 0.5, 4, 5),
            again = Student(Forest, 0.5, 4, 5),
            other = Student(Forest, 0.5, 2, 5);

        Assert.Equal(PruningFixture.Weights(first), PruningFixture.Weights(again));
        Assert.NotEqual(PruningFixture.Weights(first), PruningFixture.Weights(other));
    }

    [Fact]
    public void Losses_that_are_reported_are_those_of_the_true_targets()
    {
        using NetworkModel student = Student(Forest, 0.5, 4, 1);
        Dataset data = Data;
        using Graph graph = NetworkFactory.FromLayers(["linear 32", "relu"], data.InputShape, 3, 2);
        TrainingOptions whole = Request(null).Options with { Epochs = 1, BatchSize = data.TrainingRows, LearningRate = 1e-12 };
        IReadOnlyList<TrainingEpoch> alone = NetworkTrainer.Train(graph, TrainingData.From(data), whole, SilentMonitor.Instance);
        using Graph taught = NetworkFactory.FromLayers(["linear 32", "relu"], data.InputShape, 3, 2);
        IReadOnlyList<TrainingEpoch> together = NetworkTrainer.Train(
            taught,
            TrainingData.From(data).TaughtBy(new DistillationOptions { Teacher = Forest, Weight = 0.9 }, data, data.Classes),
            whole,
            SilentMonitor.Instance
        );

        Assert.Equal(alone[0].TrainingLoss, together[0].TrainingLoss, 1e-6);
        Assert.Equal(alone[0].ValidationLoss, together[0].ValidationLoss, 1e-6);
    }

    [Fact]
    public void An_interrupted_run_with_a_teacher_and_matched_layers_is_resumed_to_the_bit()
    {
        using NetworkModel teacher = PruningFixture.Mlp(Data, 5, 16);
        TrainingData data = TrainingData
            .From(Data)
            .TaughtBy(new DistillationOptions { Teacher = teacher, Matches = [new LayerMatch("relu1", "relu1")] }, Data, Data.Classes);
        TrainingOptions options = Request(null).Options with { Epochs = 6 };
        using Graph whole = NetworkFactory.Mlp(Data.InputShape, 3, 4, 10);
        NetworkTrainer.Train(whole, data, options, SilentMonitor.Instance);
        options = options with { CheckpointPath = Path.Combine(_folder, "run.checkpoint") };
        using Graph part = NetworkFactory.Mlp(Data.InputShape, 3, 4, 10);
        using var stop = new CancellationTokenSource();
        var hooks = new TrainingHooks
        {
            BeforeEpoch = epoch =>
            {
                if (epoch == 4)
                    stop.Cancel();
            },
        };
        Assert.Throws<OperationCanceledException>(() => NetworkTrainer.Train(part, data, options, new SilentMonitor(stop.Token), hooks));

        using Graph resumed = NetworkFactory.Mlp(Data.InputShape, 3, 77, 10);
        NetworkTrainer.Train(resumed, data, options with { Resume = true }, SilentMonitor.Instance);

        Assert.Equal(TrainingFixture.Weights(whole), TrainingFixture.Weights(resumed));
    }

    [Fact]
    public void A_checkpoint_of_another_teacher_or_none_is_refused()
    {
        using NetworkModel one = PruningFixture.Mlp(Data, 1, 16),
            other = PruningFixture.Mlp(Data, 2, 16);
        TrainingOptions options = Request(null).Options with { Epochs = 1, CheckpointPath = Path.Combine(_folder, "run.checkpoint") };
        using Graph graph = NetworkFactory.Mlp(Data.InputShape, 3, 4, 10);
        NetworkTrainer.Train(graph, Taught(new DistillationOptions { Teacher = one }), options, SilentMonitor.Instance);

        Assert.Contains("Teacher (", Refused(Taught(new DistillationOptions { Teacher = other })));
        Assert.Contains("Teacher (", Refused(Taught(new DistillationOptions { Teacher = Forest })));
        Assert.Contains(
            "Temperature (4 in the checkpoint, 2 now)",
            Refused(Taught(new DistillationOptions { Teacher = one, Temperature = 2 }))
        );
        Assert.Contains("DistillationWeight (0.5 in the checkpoint, - now)", Refused(TrainingData.From(Data)));

        TrainingData Taught(DistillationOptions distillation) => TrainingData.From(Data).TaughtBy(distillation, Data, Data.Classes);

        string Refused(TrainingData data)
        {
            var error = Assert.Throws<ComputeException>(() =>
                NetworkTrainer.Train(graph, data, options with { Resume = true }, SilentMonitor.Instance)
            );
            Assert.Equal("CheckpointMismatch", error.ErrorId);
            return error.Message;
        }
    }

    private static Model Make(string kind) =>
        kind switch
        {
            "Network" => PruningFixture.Mlp(Data, 3),
            "Ensemble" => ModelJoiner.Join([Forest, Make("Tree")], new JoinOptions(), SilentMonitor.Instance),
            "Rules" => Rules(),
            "Linear" => ModelTrainer.Train(Data, Request(null, epochs: 5) with { Kind = "Linear", Layers = [] }, SilentMonitor.Instance),
            _ => TreeData.Train<Model>(
                Data,
                new TrainingRequest
                {
                    Kind = kind,
                    Tree = new() { MaxLeaves = 3 },
                    Boosting = new() { TreeCount = 5 },
                }
            ),
        };

    private static Model Rules()
    {
        var options = new PruningOptions
        {
            Method = "Submodel",
            Target = new PruningTarget { MaxAccuracyDrop = 0.5 },
        };
        Model rules = ModelPruners.For(Forest, options).Prune(Forest, null, options, SilentMonitor.Instance);
        Assert.IsType<RuleModel>(rules);
        return rules;
    }
}
