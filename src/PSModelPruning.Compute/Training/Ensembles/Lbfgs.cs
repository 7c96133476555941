using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Ensembles;

/// <summary>
/// Minimizes a smooth convex function by the limited-memory BFGS method (Nocedal 1980; Nocedal and Wright 2006, algorithm 7.4 and 7.5) with
/// a backtracking line search.
/// </summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const int MostIterations = 500;
    private const double SufficientDecrease = 1e-4;

    /// <summary>The value at a point.</summary>
    /// <param name="point">Where.</param>
    /// <param name="gradient">Receives the gradient.</param>
    internal delegate double Function(double[] point, double[] gradient);

    /// <summary>Moves a point to the minimum.</summary>
    /// <param name="point">Where to start; receives the minimum.</param>
    /// <param name="function">What is minimized.</param>
    /// <param name="tolerance">It ends where no element of the gradient is greater.</param>
    /// <param name="monitor">Asked each iteration whether to stop.</param>
    /// <returns>The value there.</returns>
    internal static double Minimize(double[] point, Function function, double tolerance, IWorkMonitor monitor)
    {
        int size = point.Length;
        var steps = new LinkedList<(double[] Step, double[] Change, double Curvature)>();
        double[] gradient = new double[size],
            next = new double[size],
            nextGradient = new double[size];
        double value = function(point, gradient);
        for (int iteration = 0; iteration < MostIterations && Greatest(gradient) > tolerance; iteration++)
        {
            monitor.Cancellation.ThrowIfCancellationRequested();
            double[] direction = Direction(gradient, steps);
            double slope = Dot(direction, gradient);
            if (slope >= 0)
                return value;
            double length = iteration == 0 ? Math.Min(1, 1 / Greatest(gradient)) : 1;
            double nextValue;
            while (true)
            {
                for (int i = 0; i < size; i++)
                    next[i] = point[i] + length * direction[i];
                nextValue = function(next, nextGradient);
                if (nextValue <= value + SufficientDecrease * length * slope)
                    break;
                length /= 2;
                if (length < 1e-12)
                    return value;
            }
            Remember(steps, point, next, gradient, nextGradient);
            next.CopyTo(point, 0);
            nextGradient.CopyTo(gradient, 0);
            value = nextValue;
        }
        return value;
    }

    /// <summary>Minus the inverse Hessian that the steps suggest, times the gradient (the two-loop recursion).</summary>
    private static double[] Direction(double[] gradient, LinkedList<(double[] Step, double[] Change, double Curvature)> steps)
    {
        double[] direction = [.. gradient.Select(g => -g)];
        var parts = new Stack<double>();
        for (var node = steps.Last; node is not null; node = node.Previous)
        {
            double part = Dot(node.Value.Step, direction) / node.Value.Curvature;
            parts.Push(part);
            AddTo(direction, -part, node.Value.Change);
        }
        if (steps.Last is { } latest)
        {
            double scale = latest.Value.Curvature / Dot(latest.Value.Change, latest.Value.Change);
            for (int i = 0; i < direction.Length; i++)
                direction[i] *= scale;
        }
        for (var node = steps.First; node is not null; node = node.Next)
            AddTo(direction, parts.Pop() - Dot(node.Value.Change, direction) / node.Value.Curvature, node.Value.Step);
        return direction;
    }

    private static void Remember(
        LinkedList<(double[] Step, double[] Change, double Curvature)> steps,
        double[] from,
        double[] to,
        double[] gradientFrom,
        double[] gradientTo
    )
    {
        double[] step = [.. to.Select((x, i) => x - from[i])],
            change = [.. gradientTo.Select((g, i) => g - gradientFrom[i])];
        double curvature = Dot(step, change);
        if (curvature <= 1e-14 * Dot(change, change))
            return;
        steps.AddLast((step, change, curvature));
        if (steps.Count > Memory)
            steps.RemoveFirst();
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static void AddTo(double[] vector, double factor, double[] other)
    {
        for (int i = 0; i < vector.Length; i++)
            vector[i] += factor * other[i];
    }

    private static double Greatest(double[] vector) => vector.Max(Math.Abs);
}
