using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Neighbors;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// Predicting 2,000 rows by the nearest 5 of 100,000 of 30 numbers and 5 classes, against KNeighborsClassifier's brute force with two jobs.
/// </summary>
internal static class NeighborRatio
{
    private const int Rows = 100_000;
    private const int Queries = 2_000;
    private const int Width = 30;
    private const int Classes = 5;
    private const int Neighbors = 5;

    internal static void Measure(int rounds)
    {
        (float[] inputs, float[] targets) = TableWorkload.Make(Rows + Queries, Width, Classes, 1);
        foreach (string distance in new[] { "Euclidean", "Manhattan", "Cosine" })
            Measure(rounds, distance, inputs, targets);
    }

    private static void Measure(int rounds, string distance, float[] inputs, float[] targets)
    {
        using ScikitLearn python = ScikitLearn.Start(
            $$"""
            from sklearn.neighbors import KNeighborsClassifier
            n = {{Rows}}
            m = KNeighborsClassifier({{Neighbors}}, algorithm='brute', metric='{{distance.ToLowerInvariant()}}', n_jobs=2).fit(X[:n], y[:n])
            def answer(line):
                global found
                if line == 'found':
                    return ' '.join(str(int(label)) for label in found)
                start = time.perf_counter()
                found = m.predict(X[n:])
                return time.perf_counter() - start
            """,
            inputs,
            targets
        );
        var index = new NeighborIndex(DistanceCatalog.Get(distance), inputs.AsMemory(0, Rows * Width), Width);
        int[] predicted = [];
        Ratio.Print(
            $"{Queries:N0} rows by {Neighbors} of {Rows:N0} x {Width}, {distance}",
            rounds,
            () => predicted = Predict(index, inputs.AsMemory(Rows * Width), targets),
            () => python.AskNumbers("predict")[0]
        );
        int different = python.AskNumbers("found").Where((label, row) => label != predicted[row]).Count();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{different} of {Queries:N0} predictions differ"));
    }

    private static int[] Predict(NeighborIndex index, ReadOnlyMemory<float> queries, float[] targets)
    {
        NeighborTable table = index.Search(queries, Neighbors, 2);
        var votes = new float[Classes];
        var predicted = new int[Queries];
        for (int row = 0; row < Queries; row++)
        {
            NeighborVote.Count(table.RowsOf(row), table.DistancesOf(row), targets, false, false, votes);
            predicted[row] = OutputScore.MostProbable(votes);
        }
        return predicted;
    }
}
