namespace PSModelPruning.Compute.Importance.Trees;

/// <summary>
/// The weights of the sets of inputs on a way through a tree, kept up as inputs join and leave (EXTEND and UNWIND of Lundberg, Erion and
/// Lee 2018).
/// </summary>
internal static class ShapPath
{
    /// <summary>Adds an input.</summary>
    /// <param name="path">The path with one place more, which is written.</param>
    /// <param name="last">The input.</param>
    internal static void Extend(Span<ShapElement> path, ShapElement last)
    {
        int depth = path.Length - 1;
        last.Weight = depth == 0 ? 1 : 0;
        path[depth] = last;
        double part = 1.0 / (depth + 1);
        for (int i = depth - 1; i >= 0; i--)
        {
            double weight = path[i].Weight * part;
            path[i + 1].Weight += last.One * weight * (i + 1);
            path[i].Weight = last.Zero * weight * (depth - i);
        }
    }

    /// <summary>Takes an input out; the path is then one shorter.</summary>
    internal static void Unwind(Span<ShapElement> path, int index)
    {
        int depth = path.Length - 1;
        double zero = path[index].Zero;
        bool passed = path[index].One != 0;
        double next = path[depth].Weight;
        for (int i = depth - 1; i >= 0; i--)
        {
            if (passed)
            {
                double weight = next * (depth + 1) / (i + 1);
                next = path[i].Weight - weight * zero * (depth - i) / (depth + 1);
                path[i].Weight = weight;
            }
            else
            {
                path[i].Weight = path[i].Weight * (depth + 1) / (zero * (depth - i));
            }
        }
        for (int i = index; i < depth; i++)
        {
            double weight = path[i].Weight;
            path[i] = path[i + 1] with { Weight = weight };
        }
    }

    /// <summary>The sum of the weights once an input that the row passes is taken out.</summary>
    internal static double SumWithout(ReadOnlySpan<ShapElement> path, int index)
    {
        int depth = path.Length - 1;
        double zero = path[index].Zero,
            next = path[depth].Weight,
            sum = 0;
        for (int i = depth - 1; i >= 0; i--)
        {
            double weight = next * (depth + 1) / (i + 1);
            sum += weight;
            next = path[i].Weight - weight * zero * (depth - i) / (depth + 1);
        }
        return sum;
    }

    /// <summary>
    /// The sum of the weights once an input that the row fails is taken out, times that input's <see cref="ShapElement.Zero"/>: the same
    /// for all of them.
    /// </summary>
    internal static double SumWithoutFailed(ReadOnlySpan<ShapElement> path)
    {
        int depth = path.Length - 1;
        double sum = 0;
        for (int i = depth - 1; i >= 0; i--)
            sum += path[i].Weight * (depth + 1) / (depth - i);
        return sum;
    }

    /// <summary>Where an input is on the path; -1 where it is not.</summary>
    internal static int Find(ReadOnlySpan<ShapElement> path, int feature)
    {
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i].Feature == feature)
                return i;
        }
        return -1;
    }
}
