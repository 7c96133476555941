using PSModelPruning.Compute.Models.Neighbors;
using PSModelPruning.Compute.Models.Neighbors.Distances;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Neighbors;

/// <summary>
/// k-means: centres that begin at rows chosen by k-means++ (Arthur and Vassilvitskii 2007), and then in turns every row goes to its nearest
/// centre and every centre to the middle of its rows (Lloyd 1982), until no row changes. The middle is the mean for Euclidean distance, the
/// median of each input for Manhattan distance (k-medians; Bradley, Mangasarian and Street 1997) and the mean direction for cosine distance
/// (spherical k-means;
/// Dhillon and Modha 2001).
/// </summary>
internal sealed class KMeansClustering
{
    private const int MostTurns = 300;

    private readonly RowDistance _distance;
    private readonly ClusterCentre _middle;
    private readonly float[] _inputs;
    private readonly int _width,
        _rows,
        _threads;
    private readonly CancellationToken _cancellation;

    /// <param name="distance">What near means.</param>
    /// <param name="inputs">The rows, <c>[rows × width]</c>.</param>
    /// <param name="width">Inputs of a row.</param>
    /// <param name="threads">Threads; 0 takes all processors. The result does not depend on them.</param>
    /// <param name="cancellation">Looked at every turn and every new centre.</param>
    internal KMeansClustering(RowDistance distance, float[] inputs, int width, int threads, CancellationToken cancellation)
    {
        _distance = distance;
        _middle = ClusterCentre.For(distance);
        _inputs = inputs;
        _width = width;
        _rows = inputs.Length / width;
        _threads = threads;
        _cancellation = cancellation;
    }

    /// <summary>Finds centres.</summary>
    /// <param name="count">How many; fewer come out where fewer rows differ.</param>
    /// <param name="random">Chooses the rows that they begin at.</param>
    internal Clusters Run(int count, Random random)
    {
        float[] centres = RowGather.Of(_inputs, Seeds(Math.Min(count, _rows), random), _width);
        int clusters = centres.Length / _width;
        int[] members = [];
        for (int turn = 0; turn < MostTurns; turn++)
        {
            _cancellation.ThrowIfCancellationRequested();
            NeighborTable nearest = new NeighborIndex(_distance, centres, _width).Search(_inputs, 1, _threads, _cancellation);
            int[] assigned = nearest.Rows;
            bool isMoved = FillEmpty(assigned, nearest.Distances, clusters);
            if (!isMoved && assigned.AsSpan().SequenceEqual(members))
                break;
            members = assigned;
            centres = Middles(members, clusters);
        }
        return new Clusters(centres, members);
    }

    /// <summary>
    /// The first centre is any row; each further one a row drawn with a chance in proportion to how far it is from the nearest centre so
    /// far (squared, for Euclidean distance).
    /// </summary>
    private int[] Seeds(int count, Random random)
    {
        var seeds = new List<int> { random.Next(_rows) };
        var weights = new double[_rows];
        Array.Fill(weights, double.PositiveInfinity);
        while (seeds.Count < count)
        {
            _cancellation.ThrowIfCancellationRequested();
            double total = Update(weights, seeds[^1]);
            if (total == 0)
                break; // Every row lies on a centre.
            double left = random.NextDouble() * total;
            int row = 0;
            for (; row < _rows - 1 && (left -= weights[row]) >= 0; row++) { }
            while (weights[row] == 0) // The end of the sum, by rounding.
                row = (row + _rows - 1) % _rows;
            seeds.Add(row);
        }
        return [.. seeds];
    }

    private double Update(double[] weights, int seed)
    {
        const int worthThreads = 1 << 20;
        void Range(int first, int end)
        {
            ReadOnlySpan<float> centre = _inputs.AsSpan(seed * _width, _width);
            for (int row = first; row < end; row++)
                weights[row] = Math.Min(weights[row], _distance.Key(_inputs.AsSpan(row * _width, _width), centre));
        }
        int parts = (long)_rows * _width < worthThreads ? 1 : ThreadLimit.Of(_threads);
        CoreLoop.Run(parts, part => Range((int)((long)_rows * part / parts), (int)((long)_rows * (part + 1) / parts)), threads: _threads);
        return weights.Sum();
    }

    /// <summary>Gives every centre without rows the row that is farthest from its own.</summary>
    private static bool FillEmpty(int[] members, double[] distances, int clusters)
    {
        var sizes = new int[clusters];
        foreach (int cluster in members)
            sizes[cluster]++;
        bool isMoved = false;
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            if (sizes[cluster] > 0)
                continue;
            int farthest = -1;
            for (int row = 0; row < members.Length; row++)
            {
                if (sizes[members[row]] > 1 && (farthest < 0 || distances[row] > distances[farthest]))
                    farthest = row;
            }
            sizes[members[farthest]]--;
            members[farthest] = cluster;
            sizes[cluster] = 1;
            distances[farthest] = 0;
            isMoved = true;
        }
        return isMoved;
    }

    private float[] Middles(int[] members, int clusters)
    {
        int[] rows = [.. Enumerable.Range(0, _rows).OrderBy(row => members[row]).ThenBy(row => row)];
        var centres = new float[clusters * _width];
        for (int start = 0; start < rows.Length; )
        {
            int cluster = members[rows[start]],
                end = start;
            while (end < rows.Length && members[rows[end]] == cluster)
                end++;
            _middle.Of(_inputs, rows.AsSpan(start, end - start), centres.AsSpan(cluster * _width, _width));
            start = end;
        }
        return centres;
    }
}

/// <summary>What clustering found.</summary>
/// <param name="Centres"><c>[clusters × width]</c>.</param>
/// <param name="Members">The cluster of each row.</param>
internal sealed record Clusters(float[] Centres, int[] Members);
