using System.Globalization;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Runtime;
using PSModelPruning.Compute.Training;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Trains models with default options, ours and scikit-learn's, on the same rows, and writes their test scores side by side to
/// docs/accuracy.md.
/// </summary>
internal static class AccuracyTable
{
    private static readonly (string Kind, string ForClasses, string ForNumbers)[] Pairs =
    [
        ("Tree", "DecisionTreeClassifier(random_state=s)", "DecisionTreeRegressor(random_state=s)"),
        ("Forest", "RandomForestClassifier(n_jobs=-1, random_state=s)", "RandomForestRegressor(n_jobs=-1, random_state=s)"),
        ("Boosted", "HistGradientBoostingClassifier(random_state=s)", "HistGradientBoostingRegressor(random_state=s)"),
        ("Neighbors", "KNeighborsClassifier(n_jobs=-1)", "KNeighborsRegressor(n_jobs=-1)"),
    ];

    /// <param name="root">The project's folder.</param>
    /// <param name="only">A part of the names of the tables that are measured; "" measures all. The document keeps the lines of the
    /// others.</param>
    internal static void Write(string root, string only)
    {
        string path = Path.Combine(root, "docs", "accuracy.md");
        string[] known = File.Exists(path) ? File.ReadAllLines(path) : [];
        var lines = new List<string>();
        foreach (AccuracyData data in AccuracyData.All)
        {
            bool isMeasured = data.Exists(root) && data.Name.Contains(only, StringComparison.OrdinalIgnoreCase);
            foreach (
                string line in isMeasured
                    ? Lines(data, root)
                    : known.Where(line => line.StartsWith($"| {data.Name} |", StringComparison.Ordinal))
            )
            {
                Console.WriteLine(line);
                lines.Add(line);
            }
        }
        File.WriteAllText(
            path,
            $"""
            # Accuracy compared with scikit-learn

            Both sides use models with default options, trained on the same rows and tested on the same rows. Neither side is tuned.
            The score is accuracy in percent, or R² times 100 for California housing. A random quarter of the rows is the test, unless
            the table has its own test rows. Each line shows the mean over several partitions (or seeds), and the standard error of
            the mean difference. A positive difference is in favour of PSModelPruning.

            | Data | Kind | Runs | PSModelPruning | scikit-learn | Difference | Standard error |
            |---|---|--:|--:|--:|--:|--:|
            {string.Join('\n', lines)}

            `Import-Dataset` prepares the rows for both sides with its defaults (one-hot categories, standardized numbers, filled
            missing values), without a validation partition. The other side is DecisionTree, RandomForest, HistGradientBoosting and
            KNeighbors, as Classifier or Regressor. By default, Boosted grows 200 rounds, and HistGradientBoosting grows 100 and stops
            early above 10,000 rows. The target of NSL-KDD is attack or normal. Its own test rows contain attacks that the training
            rows lack, so the predictions for these are mostly chance.

            `dotnet run -c Release --project tests/PSModelPruning.Benchmarks -- accuracy` writes this page. It needs Python with
            scikit-learn (the environment variable PYTHON names the program) and, for the larger tables, their files. Add a part of a
            name to measure only those tables.

            """.ReplaceLineEndings("\n")
        );
    }

    private static IEnumerable<string> Lines(AccuracyData data, string root)
    {
        var ours = new Dictionary<string, List<double>>();
        var theirs = new Dictionary<string, List<double>>();
        for (int seed = 1; seed <= data.Repeats; seed++)
        {
            Dataset dataset = data.Import(root, seed);
            using ScikitLearn python = Start(dataset, seed);
            foreach (
                string kind in Pairs.Select(pair => pair.Kind).Where(kind => ModelKindCatalog.Entries.Any(entry => entry.Name == kind))
            )
            {
                Add(ours, kind, Score(dataset, kind, seed));
                Add(theirs, kind, 100 * python.AskNumbers(kind)[0]);
            }
        }
        foreach (string kind in ours.Keys)
        {
            double[] differences = [.. ours[kind].Zip(theirs[kind], (our, their) => our - their)];
            double mean = differences.Average();
            double error = Math.Sqrt(differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1) / differences.Length);
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"| {data.Name} | {kind} | {differences.Length} | {ours[kind].Average():0.00} | {theirs[kind].Average():0.00} | "
                    + $"{mean:+0.00;-0.00;0.00} | {error:0.00} |"
            );
        }
    }

    private static double Score(Dataset dataset, string kind, int seed)
    {
        using Model model = ModelKindCatalog
            .Get(kind)
            .Train(dataset, new TrainingRequest { Kind = kind, Seed = seed }, SilentMonitor.Instance);
        int rows = dataset.TestRows,
            width = model.OutputCount;
        var outputs = new float[rows * width];
        ModelPredictor.ForEachBatch(model, PartitionView.Of(model, dataset, PartitionName.Test), SilentMonitor.Instance, (first, batch) =>
            batch.CopyTo(outputs.AsSpan(first * width))
        );
        ReadOnlySpan<float> targets = dataset.Test.Targets.Span;
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += OutputScore.OfRow(outputs.AsSpan(row * width, width), targets[row], model.Task);
        return 100 * OutputScore.OfSum(sum, targets, model.Task);
    }

    private static ScikitLearn Start(Dataset dataset, int seed)
    {
        bool classes = dataset.Task == LearningTask.Classification;
        string models = string.Join(
            "\n",
            Pairs.Select(pair => $"    '{pair.Kind}': lambda: {(classes ? pair.ForClasses : pair.ForNumbers)},")
        );
        return ScikitLearn.Start(
            $$"""
            from sklearn.tree import *
            from sklearn.ensemble import *
            from sklearn.neighbors import *
            s, n = {{seed}}, {{dataset.TrainingRows}}
            models = {
            {{models}}
            }
            def answer(line):
                return models[line]().fit(X[:n], y[:n]).score(X[n:], y[n:])
            """,
            dataset.All.InOnePiece().ToArray(),
            [.. dataset.Training.Targets.Span, .. dataset.Test.Targets.Span]
        );
    }

    private static void Add(Dictionary<string, List<double>> scores, string kind, double score)
    {
        if (!scores.TryGetValue(kind, out List<double>? list))
            scores[kind] = list = [];
        list.Add(score);
    }
}
