using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Tests.Networks;
using PSModelPruning.Compute.Tests.Runtime;
using PSModelPruning.Compute.Tests.Training;
using PSModelPruning.Compute.Training;
using PSModelPruning.Compute.Training.Ensembles;

namespace PSModelPruning.Compute.Tests.Models;

/// <summary>Models that one thread disposes while others use them.</summary>
public sealed class ModelLifetimeTests
{
    private const int Threads = 4;

    [Fact]
    public void A_network_keeps_its_tensors_until_its_last_use_ends_and_begins_no_other()
    {
        NetworkModel model = InferenceTests.Model("Mlp", [5]);
        GraphParameter weight = model.Graph.Parameters.Values.First();
        IDisposable use = model.Use();

        model.Dispose();

        Assert.False(weight.Value.IsInvalid);
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(model.Use).ErrorId);
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(() => model.Graph).ErrorId);
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(() => model.Predict(new float[5], 1, new float[10])).ErrorId);
        use.Dispose();
        Assert.True(weight.Value.IsInvalid);
    }

    [Fact]
    public void An_ensemble_keeps_its_members_too()
    {
        (NetworkModel network, EnsembleModel ensemble) = Ensemble(owns: true);
        IDisposable use = ensemble.Use();

        ensemble.Dispose();

        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(ensemble.Use).ErrorId);
        using (network.Use())
            use.Dispose();
        Assert.Equal("ModelDisposed", Assert.Throws<ComputeException>(network.Use).ErrorId);
    }

    [Fact]
    public void An_ensemble_one_of_whose_members_is_gone_says_so_and_holds_none_of_the_others()
    {
        (NetworkModel network, EnsembleModel ensemble) = Ensemble(owns: false);
        network.Dispose();

        var error = Assert.Throws<ComputeException>(ensemble.Use);

        Assert.Equal("ModelDisposed", error.ErrorId);
        Assert.Contains(network.Name, error.Message);
        Assert.Throws<ComputeException>(() => Outputs(ensemble, 3));
        ensemble.Dispose();
    }

    [Theory]
    [InlineData("Network, plain")]
    [InlineData("Network, finished")]
    [InlineData("Network, chosen")]
    [InlineData("Ensemble, joined")]
    [InlineData("Ensemble, owner")]
    [InlineData("Tree")]
    [InlineData("Forest")]
    [InlineData("Boosted")]
    [InlineData("Neighbors")]
    public void A_prediction_that_meets_a_disposal_is_right_or_refused(string family)
    {
        const int rounds = 12;
        int right = 0;
        using (Model one = Make(family))
        {
            float[] expected = Outputs(one, 70);
            for (int round = 0; round < rounds; round++)
            {
                Model model = Make(family);
                using var start = new Barrier(Threads);
                ThreadLimitTests.OnThreads(Threads, thread =>
                {
                    start.SignalAndWait();
                    if (thread == 0)
                    {
                        Thread.SpinWait(round * 20_000);
                        model.Dispose();
                        return;
                    }
                    try
                    {
                        for (int i = 0; i < 5; i++)
                        {
                            float[] found = Outputs(model, 70);
                            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
                            Interlocked.Increment(ref right);
                        }
                    }
                    catch (ComputeException e)
                    {
                        Assert.Equal("ModelDisposed", e.ErrorId);
                    }
                });
            }
        }
        Assert.True(right > 0, "No prediction came before a disposal: nothing was tested.");
    }

    [Fact]
    public void A_plan_that_is_dropped_while_others_predict_with_it_is_made_anew()
    {
        using NetworkModel model = Finished();
        model.ChooseKernels();
        float[] expected = Outputs(model, 70);

        ThreadLimitTests.OnThreads(Threads, thread =>
        {
            for (int i = 0; i < 20; i++)
            {
                if (thread == 0)
                    model.DropPlan();
                else
                    Assert.All(expected.Zip(Outputs(model, 70)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            }
        });
    }

    [Fact]
    public void Kernels_that_several_threads_ask_for_at_once_are_chosen_once()
    {
        using NetworkModel model = Finished(),
            other = Finished();
        float[] expected = Outputs(other, 70);
        using var start = new Barrier(Threads);
        var seen = new IReadOnlyList<InferenceKernel>[Threads];

        ThreadLimitTests.OnThreads(Threads, thread =>
        {
            start.SignalAndWait();
            Outputs(model, 1);
            Assert.All(expected.Zip(Outputs(model, 70)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            seen[thread] = model.ChooseKernels();
        });

        Assert.Equal([1, 64], seen[0].Select(kernel => kernel.BatchSize));
        Assert.All(seen, kernels => Assert.All(seen[0].Zip(kernels), pair => Assert.Same(pair.First, pair.Second)));
    }

    [Fact]
    public void Reproducible_predictions_have_libtorchs_bits_whatever_was_measured()
    {
        using NetworkModel plain = InferenceTests.Model("LeNet5", [1, 28, 28]),
            finished = Finished();
        finished.ChooseKernels();
        float[] inputs = Inputs(finished, 70),
            found = new float[700];

        finished.PredictReproducibly(inputs, 70, found);

        Assert.Equal(Outputs(plain, 70), found);
    }

    private static Model Make(string family)
    {
        switch (family)
        {
            case "Network, plain":
                return InferenceTests.Model("LeNet5", [1, 28, 28]);
            case "Network, finished":
                return Finished();
            case "Network, chosen":
                NetworkModel model = Finished();
                model.ChooseKernels();
                return model;
            case "Ensemble, joined":
                return Ensemble(owns: false).Ensemble;
            case "Ensemble, owner":
                return Ensemble(owns: true).Ensemble;
            default:
                var request = new TrainingRequest
                {
                    Kind = family,
                    Forest = new ForestOptions { TreeCount = 5 },
                    Seed = 3,
                };
                return TreeData.Train<Model>(TreeData.Blobs(training: 120, validation: 30, test: 0), request);
        }
    }

    private static NetworkModel Finished() => InferenceTests.Model("LeNet5", [1, 28, 28]).Finished();

    private static (NetworkModel Network, EnsembleModel Ensemble) Ensemble(bool owns)
    {
        Dataset data = TreeData.Blobs(training: 120, validation: 30, test: 0);
        var network = Pruning.PruningFixture.Mlp(data).Finished();
        var tree = TreeData.Train<TreeModel>(data, new TrainingRequest { Kind = "Tree", Seed = 3 });
        EnsembleModel joined = ModelJoiner.Join([network, tree], new JoinOptions(), SilentMonitor.Instance);
        return (network, owns ? new EnsembleModel(joined.Describe(), joined.Members, joined.Rule, ownsMembers: true) : joined);
    }

    private static float[] Inputs(Model model, int rows)
    {
        var random = new Random(11);
        return [.. Enumerable.Range(0, rows * model.Preprocessing.Width).Select(_ => random.NextSingle())];
    }

    private static float[] Outputs(Model model, int rows)
    {
        float[] inputs = Inputs(model, rows),
            outputs = new float[rows * model.OutputCount];
        model.Predict(inputs, rows, outputs);
        return outputs;
    }
}
