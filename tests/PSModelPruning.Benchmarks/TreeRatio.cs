using System.Diagnostics;
using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Data;
using PSModelPruning.Compute.Models.Trees;
using PSModelPruning.Compute.Training.Trees;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Times one tree on 100,000 rows of 30 numbers in five classes, exact and of 256 bins, and the prediction of a million rows, in turns with
/// scikit-learn in a process of its own where python3 has it, and prints medians and the medians of the ratios of neighbours.
/// </summary>
internal static class TreeRatio
{
    private const int Rows = 100_000;
    private const int Width = 30;
    private const int Classes = 5;
    private const int Repeats = 10;

    private const string Script = """
        import sklearn
        from sklearn.tree import DecisionTreeClassifier
        labels = y.astype(np.int64)
        model = DecisionTreeClassifier(random_state=0).fit(X, labels)
        many = np.tile(X, (10, 1))
        def answer(line):
            if line == "version":
                return f"{sklearn.__version__} {model.get_n_leaves()}"
            start = time.perf_counter()
            if line == "fit":
                DecisionTreeClassifier(random_state=0).fit(X, labels)
            else:
                model.predict(many)
            return time.perf_counter() - start
        """;

    private static readonly string[] Works = ["fit", "predict"];

    internal static void Measure(int rounds)
    {
        Dataset data = Make();
        Dictionary<string, List<double>> times = new()
        {
            ["exact"] = [],
            ["histogram"] = [],
            ["predict"] = [],
            ["their fit"] = [],
            ["their predict"] = [],
        };
        using ScikitLearn? other = Start(data, out string version);
        if (other is null)
            Console.WriteLine("python3 with scikit-learn was not found: only this module's times are shown.");
        TreeModel model = Grow(data, 0);
        for (int round = -1; round < rounds; round++)
        {
            double exact = Seconds(() => model = Grow(data, 0)),
                histogram = Seconds(() => Grow(data, 256)),
                predict = Seconds(() => Predict(model, data));
            double[] theirs = other is null ? [] : [.. Works.Select(work => other.AskNumbers(work)[0])];
            if (round < 0)
            {
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"exact tree: {model.Nodes:N0} nodes, {model.Leaves:N0} "
                            + $"leaves{(other is null ? "" : $"; scikit-learn and its leaves: {version}")}"
                    )
                );
                continue;
            }
            times["exact"].Add(exact);
            times["histogram"].Add(histogram);
            times["predict"].Add(predict);
            if (theirs.Length == 0)
                continue;
            times["their fit"].Add(theirs[0]);
            times["their predict"].Add(theirs[1]);
        }
        Report("exact tree", times["exact"], times["their fit"]);
        Report("tree of 256 bins", times["histogram"], times["their fit"]);
        Report("prediction of a million rows", times["predict"], times["their predict"]);
    }

    /// <summary>Starts the other process; null where it cannot answer.</summary>
    private static ScikitLearn? Start(Dataset data, out string version)
    {
        ScikitLearn? other = null;
        version = "";
        try
        {
            other = ScikitLearn.Start(Script, data.Training.InOnePiece().ToArray(), data.Training.Targets.ToArray());
            version = other.Ask("version");
            return other;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or InvalidOperationException or IOException)
        {
            other?.Dispose();
            return null;
        }
    }

    private static void Report(string name, List<double> ours, List<double> theirs)
    {
        string comparison =
            theirs.Count == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"; scikit-learn {Median(theirs) * 1000:N0} ms; median ratio 1/{1 / Median(ours.Zip(theirs, (a, b) => a / b)):N1}"
                );
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{name}: {Median(ours) * 1000:N0} ms{comparison} of {ours.Count} rounds")
        );
    }

    /// <summary>Five classes, three clusters each, in 12 of the inputs; the others are mixtures of them and noise.</summary>
    private static Dataset Make()
    {
        var random = new Random(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        var centres = new double[Classes * 3, 12];
        for (int i = 0; i < centres.Length; i++)
            centres[i / 12, i % 12] = 2 * random.NextDouble() - 1;
        var inputs = new float[Rows * Width];
        var targets = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            int cluster = random.Next(Classes * 3);
            targets[row] = random.Next(50) == 0 ? random.Next(Classes) : cluster % Classes;
            Span<float> own = inputs.AsSpan(row * Width, Width);
            for (int i = 0; i < 12; i++)
                own[i] = (float)(centres[cluster, i] + 0.8 * Normal());
            for (int i = 12; i < Width; i++)
                own[i] = (float)(i < 18 ? own[i - 12] + own[i - 11] + 0.1 * Normal() : Normal());
        }
        var preprocessing = new Preprocessing { Features = [], InputShape = [Width] };
        return new Dataset("ratio", LearningTask.Classification, preprocessing, [], ["a", "b", "c", "d", "e"], inputs, targets, Rows, 0, 0);
    }

    private static TreeModel Grow(Dataset data, int bins)
    {
        var options = new TreeOptions { MaxBins = bins };
        TrainingColumns columns = TrainingColumns.Of(data.Training, bins);
        DecisionTree tree = new TreeGrower(columns, options).Grow(TreeTarget.Of(data));
        return new TreeModel(
            new ModelDescription
            {
                Name = "Tree",
                Task = data.Task,
                Classes = data.Classes,
                Preprocessing = data.Preprocessing,
            },
            tree,
            options
        );
    }

    private static void Predict(TreeModel model, Dataset data)
    {
        var output = new float[Rows * Classes];
        for (int i = 0; i < Repeats; i++)
            model.Predict(data.Training.InOnePiece().Span, Rows, output);
    }

    private static double Seconds(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long start = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
