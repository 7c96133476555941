using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Growing a forest of 100 trees on 100,000 rows of 30 numbers and 5 classes, and predicting with it, against RandomForestClassifier with
/// as many jobs.
/// </summary>
internal static class ForestRatio
{
    private const int Rows = 100_000;
    private const int TestRows = 20_000;
    private const int Width = 30;
    private const int Classes = 5;

    internal static void Measure(int rounds, int trees, int maxBins)
    {
        (float[] inputs, float[] targets) = TableWorkload.Make(Rows + TestRows, Width, Classes, 1);
        Dataset data = Data(inputs, targets);
        var request = new TrainingRequest
        {
            Kind = ModelKindCatalog.Forest,
            Forest = new ForestOptions
            {
                TreeCount = trees,
                Tree = new TreeOptions { MaxBins = maxBins },
            },
        };
        using ScikitLearn python = ScikitLearn.Start(
            $$"""
            from sklearn.ensemble import RandomForestClassifier
            n = {{Rows}}
            def answer(line):
                global m
                start = time.perf_counter()
                if line == 'fit':
                    m = RandomForestClassifier({{trees}}, n_jobs={{Environment.ProcessorCount}}, random_state=0).fit(X[:n], y[:n])
                elif line == 'predict':
                    m.predict_proba(X[n:])
                else:
                    return m.score(X[n:], y[n:])
                return time.perf_counter() - start
            """,
            inputs,
            targets
        );
        Model model = null!;
        Ratio.Print(
            $"{trees} trees grown on {Rows:N0} x {Width}",
            rounds,
            () => model = ModelKindCatalog.Get(ModelKindCatalog.Forest).Train(data, request, SilentMonitor.Instance),
            () => python.AskNumbers("fit")[0]
        );
        var output = new float[TestRows * Classes];
        Ratio.Print(
            $"{TestRows:N0} rows predicted",
            Math.Max(3, rounds),
            () => model.Predict(data.Test.InOnePiece().Span, TestRows, output),
            () => python.AskNumbers("predict")[0]
        );
        int right = Enumerable
            .Range(0, TestRows)
            .Count(row =>
                PSModelPruning.Compute.Models.OutputScore.MostProbable(output.AsSpan(row * Classes, Classes)) == data.Test.Label(row)
            );
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"accuracy: ours {(double)right / TestRows:0.0000}, theirs {python.AskNumbers("score")[0]:0.0000}; "
                    + $"{((ForestModel)model).Nodes / trees:N0} nodes a tree"
            )
        );
    }

    private static Dataset Data(float[] inputs, float[] targets) =>
        new(
            "made-up",
            LearningTask.Classification,
            new Preprocessing
            {
                Features =
                [
                    .. Enumerable
                        .Range(0, Width)
                        .Select(i => new DatasetColumn
                        {
                            Name = $"x{i}",
                            FirstInput = i,
                            InputCount = 1,
                        }),
                ],
                InputShape = [Width],
            },
            [],
            [.. Enumerable.Range(0, Classes).Select(k => $"class {k}")],
            inputs,
            targets,
            Rows,
            0,
            TestRows
        );
}
