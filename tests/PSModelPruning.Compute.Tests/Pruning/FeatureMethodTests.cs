using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Importance.Statistics;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Pruning;
using PSModelPruning.Compute.Pruning.Features;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Evaluation;
using PSModelPruning.Compute.Tests.Storage;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Pruning;

public sealed class FeatureMethodTests
{
    private static readonly string[] Relevant = ["cause1", "cause2", "copy1"];

    [Fact]
    public void All_relevant_selection_finds_causes_and_copies_and_rejects_noise()
    {
        Model tree = Train("Tree", PlantedData.Classes(seed: 2));

        Model pruned = Prune(
            tree,
            new PruningOptions
            {
                Method = "AllRelevant",
                Target = new PruningTarget(),
                Seed = 1,
            }
        );

        Assert.Equal(Relevant, Names(pruned).Order());
        Assert.Equal(6, pruned.Pruning!.DroppedFeatures.Count);
        Assert.All(pruned.Pruning.DroppedFeatures, drop => Assert.StartsWith("noise", drop.Feature));
        Assert.All(pruned.Pruning.DroppedFeatures, drop => Assert.Contains("rejected: beat the best shadow in", drop.Reason));
        Assert.Equal(Enumerable.Range(1, 6), pruned.Pruning.DroppedFeatures.Select(drop => drop.Order));
    }

    [Fact]
    public void All_relevant_selection_works_for_numbers_and_any_family()
    {
        Dataset data = PlantedData.Numbers(seed: 2);
        using var network = (NetworkModel)Train("Linear", data);

        using var pruned = (NetworkModel)Prune(
            network,
            new PruningOptions
            {
                Method = "AllRelevant",
                Target = new PruningTarget(),
                Threads = 1,
                Network = new() { FineTuneEpochs = 1 },
            }
        );

        Assert.Equal(Relevant, Names(pruned).Order());
        Assert.Equal([1L, 3L], pruned.Graph.Parameters["fc1.weight"].Shape);
    }

    [Fact]
    public void All_relevant_selection_leaves_the_model_alone_where_nothing_is_relevant()
    {
        var random = new Random(3);
        Dataset noise = DatasetFactory.Create(
            [.. Enumerable.Range(0, 200 * 4).Select(_ => PlantedData.Normal(random))],
            [.. Enumerable.Range(0, 200).Select(i => (float)(i % 2))],
            [4],
            ["a", "b"],
            40
        );
        Model tree = Train("Tree", noise);

        ComputeException error = Assert.Throws<ComputeException>(() =>
            Prune(tree, new PruningOptions { Method = "AllRelevant", Target = new PruningTarget() })
        );

        Assert.Equal("NoRelevantFeatures", error.ErrorId);
    }

    [Fact]
    public void Tests_of_relevance_follow_the_binomial_distribution()
    {
        // P(X >= 10 | 10, 1/2) = 1/1024; times four features = 0.0039 < 0.01. P(X >= 9) = 11/1024; times four = 0.043.
        FeatureEvidence[] features = [Evidence(0, 10), Evidence(1, 9), Evidence(2, 0), Evidence(3, 5)];

        RelevanceTest.Decide(features, new FeatureOptions());

        Assert.Equal(
            [RelevanceVerdict.Confirmed, RelevanceVerdict.Tentative, RelevanceVerdict.Rejected, RelevanceVerdict.Tentative],
            features.Select(feature => feature.Verdict)
        );
        Assert.Equal(
            [0.02, 0.04, 0.04, 0.9],
            RelevanceTest.Corrected([0.005, 0.02, 0.03, 0.9], "falsediscoveryrate").Select(p => Math.Round(p, 10))
        );
        Assert.Equal([0.02, 0.08, 0.12, 1], RelevanceTest.Corrected([0.005, 0.02, 0.03, 0.9], "Bonferroni").Select(p => Math.Round(p, 10)));

        static FeatureEvidence Evidence(int feature, int hits)
        {
            var evidence = new FeatureEvidence(feature);
            for (int round = 0; round < 10; round++)
                evidence.Add(round < hits ? 1 : 0, 0.5);
            return evidence;
        }
    }

    [Theory]
    [InlineData("Linear")]
    [InlineData("Tree")]
    public void Recursive_elimination_drops_noise_by_cross_validation(string kind)
    {
        Dataset data = PlantedData.Classes(training: 400, seed: 2);
        Model model = Train(kind, data);
        var monitor = new RecordingMonitor();

        Model pruned = Prune(
            model,
            new PruningOptions
            {
                Method = "RecursiveElimination",
                Target = new PruningTarget(),
                Threads = 1,
            },
            monitor
        );

        string[] kept = Names(pruned);
        Assert.Contains("cause2", kept);
        Assert.True(kept.Contains("cause1") || kept.Contains("copy1"));
        Assert.True(kept.Length <= 3, string.Join(", ", kept));
        Assert.Equal(9 - kept.Length, pruned.Pruning!.DroppedFeatures.Count);
        Assert.StartsWith("noise", pruned.Pruning.DroppedFeatures[0].Feature);
        Assert.All(pruned.Pruning.DroppedFeatures, drop => Assert.InRange(drop.Score, 0.8, 1));
        Assert.Contains(monitor.Verboses, line => line.Contains(", chosen"));
    }

    [Fact]
    public void Recursive_elimination_with_the_rule_of_one_standard_error_never_keeps_more_than_the_best()
    {
        Model model = Train("Tree", PlantedData.Classes(training: 200));

        Model lenient = Prune(
            model,
            new PruningOptions
            {
                Method = "RecursiveElimination",
                Target = new PruningTarget { Rule = "OneStandardError" },
            }
        );
        Model best = Prune(
            model,
            new PruningOptions
            {
                Method = "RecursiveElimination",
                Target = new PruningTarget { Rule = "minimum" },
            }
        );

        Assert.True(Names(lenient).Length <= Names(best).Length);
    }

    [Fact]
    public void Recursive_elimination_measures_importance_anew_after_each_step()
    {
        // cause1 and copy1 share their importance. When one of them has gone the other has all of it, so that it outlives the noise.
        Model model = Train("Tree", PlantedData.Classes());

        Model pruned = Prune(
            model,
            new PruningOptions
            {
                Method = "recursiveelimination",
                Target = new PruningTarget { KeepFeatureCount = 2 },
                Features = new FeatureOptions { Scorer = "Permutation" },
            }
        );

        Assert.Contains("cause2", Names(pruned));
        Assert.DoesNotContain(Names(pruned), name => name.StartsWith("noise", StringComparison.Ordinal));
        Assert.Contains("by Permutation", pruned.Pruning!.DroppedFeatures[0].Reason);
    }

    [Fact]
    public void A_filter_ranks_by_any_scorer()
    {
        Model model = Train("Tree", PlantedData.Numbers());

        Model pruned = Prune(
            model,
            new PruningOptions
            {
                Method = "FeatureImportance",
                Target = new PruningTarget { KeepFeatureCount = 3 },
                Features = new FeatureOptions { Scorer = "Correlation" },
            }
        );

        Assert.Equal(Relevant, Names(pruned).Order());
        Assert.Equal("rank 7 of 7 by Correlation", pruned.Pruning!.DroppedFeatures[0].Reason);
    }

    [Fact]
    public void Groups_of_correlated_features_go_together()
    {
        Model model = Train("Tree", PlantedData.Classes(noise: 3));

        Model pruned = Prune(
            model,
            new PruningOptions
            {
                Method = "GroupedPermutation",
                Target = new PruningTarget { KeepFeatureCount = 1 },
            }
        );
        Model three = Prune(
            model,
            new PruningOptions
            {
                Method = "GroupedPermutation",
                Target = new PruningTarget { KeepFeatureCount = 3 },
            }
        );

        // Three noises, {cause1, copy1}, cause2: one of the two last groups is left, whole.
        Assert.True(Names(pruned) is ["cause2"] or ["cause1", "copy1"], string.Join(", ", Names(pruned)));
        Assert.Equal(["cause1", "cause2", "copy1"], Names(three));
        Assert.Contains("alone in its group", three.Pruning!.DroppedFeatures[0].Reason);
    }

    [Fact]
    public void Clusters_join_by_mean_similarity()
    {
        // 0 and 1 join at 0.9; 2 is 0.8 to the one and 0.5 to the other, 0.65 on average.
        double[][] similarity =
        [
            [0, 0.9, 0.8, 0.1],
            [0.9, 0, 0.5, 0.2],
            [0.8, 0.5, 0, 0.3],
            [0.1, 0.2, 0.3, 0],
        ];

        Assert.Equal([0, 0, 1, 2], CorrelatedGroups.Cluster(Copy(), 0.7));
        Assert.Equal([0, 0, 0, 1], CorrelatedGroups.Cluster(Copy(), 0.65));
        Assert.Equal([0, 0, 0, 0], CorrelatedGroups.Cluster(Copy(), 0.2));

        double[][] Copy() => [.. similarity.Select(row => row.ToArray())];
    }

    [Fact]
    public void As_few_features_stay_as_keep_the_accuracy()
    {
        Model model = Train("Tree", PlantedData.Classes());

        Model pruned = Prune(
            model,
            new PruningOptions
            {
                Method = "FeatureImportance",
                Target = new PruningTarget { MaxAccuracyDrop = 0.02 },
            }
        );

        Assert.True(pruned.Pruning!.ScoreAfter >= pruned.Pruning.ScoreBefore - 0.02);
        Assert.InRange(Names(pruned).Length, 2, 3);
    }

    [Fact]
    public void A_tree_that_reads_none_of_the_dropped_features_is_not_grown_again()
    {
        Model model = Train("Tree", PlantedData.Classes(), depth: 2);
        int[] used = [.. ((TreeModel)model).Tree.Features.Where(input => input >= 0).Distinct().Order()];
        string[] names = [.. used.Select(input => model.Preprocessing.Features[input].Name)];

        Model pruned = Prune(model, new PruningOptions { Target = new PruningTarget { KeepFeatures = names } });

        Assert.Equal(names, Names(pruned));
        float[] narrow = [.. used.Select(input => model.Dataset!.Validation.Row(3)[input])],
            expected = new float[2],
            actual = new float[2];
        model.Predict(model.Dataset!.Validation.Row(3), 1, expected);
        pruned.Predict(narrow, 1, actual);
        Assert.Equal(expected, actual);
        Assert.Contains("reads none of them", pruned.History[^1].Description);
        Assert.Equal("not among the features that were named to stay", pruned.Pruning!.DroppedFeatures[0].Reason);
    }

    [Fact]
    public void Neighbours_keep_their_prototypes_without_the_columns()
    {
        Dataset data = PlantedData.Classes(noise: 1);
        var model = (NeighborModel)Train("Neighbors", data);

        var pruned = (NeighborModel)Prune(model, new PruningOptions { Target = new PruningTarget { KeepFeatures = ["cause2", "cause1"] } });

        Assert.Equal(model.Prototypes, pruned.Prototypes);
        Assert.Equal(data.Training.Row(7)[..2].ToArray(), pruned.Inputs.Slice(14, 2).ToArray());
        Assert.True(pruned.Pruning!.ScoreAfter > 0.85, $"{pruned.Pruning.ScoreAfter}");
    }

    [Fact]
    public void An_ensemble_loses_features_member_by_member()
    {
        Dataset data = PlantedData.Classes(noise: 2);
        Model tree = Train("Tree", data),
            neighbors = Train("Neighbors", data);
        Model narrow = Prune(tree, new PruningOptions { Target = new PruningTarget { KeepFeatures = ["cause1", "cause2"] } });
        EnsembleModel ensemble = ModelJoiner.Join([narrow, neighbors], new JoinOptions(), PruningFixture.Silent);

        var pruned = (EnsembleModel)Prune(
            ensemble,
            new PruningOptions { Target = new PruningTarget { KeepFeatures = ["cause1", "cause2"] } }
        );

        Assert.Same(narrow, pruned.Members[0]);
        Assert.Equal(["cause1", "cause2"], Names(pruned.Members[1]));
        Assert.True(pruned.Pruning!.ScoreAfter > 0.85, $"{pruned.Pruning.ScoreAfter}");
        Assert.Equal(
            "MemberLosesAllFeatures",
            Assert
                .Throws<ComputeException>(() =>
                    Prune(ensemble, new PruningOptions { Target = new PruningTarget { KeepFeatures = ["noise1"] } })
                )
                .ErrorId
        );
        Assert.Equal(
            "ModelNotFittedAgain",
            Assert
                .Throws<ComputeException>(() =>
                    Prune(ensemble, new PruningOptions { Method = "RecursiveElimination", Target = new PruningTarget() })
                )
                .ErrorId
        );
    }

    [Fact]
    public void The_dropped_features_survive_the_model_file()
    {
        using NetworkModel model = Samples.Mlp();
        using var named = new NetworkModel(model.Describe() with { Dataset = null }, model.Graph.Clone());
        using Model pruned = Prune(
            named,
            new PruningOptions { Target = new PruningTarget { KeepFeatures = [model.Preprocessing.Features[0].Name] } }
        );

        using Model loaded = Samples.Load(Samples.Save(pruned));

        Assert.Equal(pruned.Pruning!.DroppedFeatures, loaded.Pruning!.DroppedFeatures);
        Assert.NotEmpty(loaded.Pruning.DroppedFeatures);
    }

    internal static string[] Names(Model model) => [.. model.Preprocessing.Features.Select(feature => feature.Name)];

    internal static Model Train(string kind, Dataset data, int depth = 0) =>
        ModelKindCatalog
            .Get(kind)
            .Train(
                data,
                new TrainingRequest
                {
                    Kind = kind,
                    Tree = new TreeOptions { MaxDepth = depth, Threads = 1 },
                    Options = TrainingDefaults.For(data, kind) with { Epochs = 20, Threads = 1 },
                },
                PruningFixture.Silent
            );

    internal static Model Prune(Model model, PruningOptions options, IWorkMonitor? monitor = null) =>
        ModelPruners.For(model, options).Prune(model, null, options, monitor ?? PruningFixture.Silent);
}
