namespace PSModelPruning.Compute.Networks;

/// <summary>Which channels and slices stay after a physical removal; operators ask it when an attribute must follow.</summary>
internal sealed class ChannelRemoval
{
    private readonly ChannelRelations _relations;
    private readonly IReadOnlySet<int> _removedRoots;

    /// <param name="relations">The relations of the graph.</param>
    /// <param name="removedRoots">The representatives of the sets that go.</param>
    internal ChannelRemoval(ChannelRelations relations, IReadOnlySet<int> removedRoots)
    {
        _relations = relations;
        _removedRoots = removedRoots;
    }

    /// <summary>The shape that a value or parameter had before.</summary>
    internal long[] ShapeBefore(string name) => _relations.Shape(name);

    /// <summary>The axis that an activation's channels lie on.</summary>
    internal int ChannelAxis(string value) => _relations.Value(value).Axis;

    /// <summary>The indices of an activation's channels that stay.</summary>
    internal long[] KeptChannels(string value)
    {
        ChannelSpace space = _relations.Value(value);
        return Kept(space.First, space.Count);
    }

    /// <summary>The indices that stay on a parameter's axis; all of them where no operator related the axis to channels.</summary>
    internal long[] KeptSlices(string parameter, int axis)
    {
        int count = (int)_relations.Shape(parameter)[axis];
        return _relations.ParameterAxes.TryGetValue((parameter, axis), out int first)
            ? Kept(first, count)
            : [.. Enumerable.Range(0, count).Select(i => (long)i)];
    }

    /// <summary>The shape of an activation after the removal.</summary>
    internal long[] ShapeAfter(string value)
    {
        long[] shape = [.. _relations.Shape(value)];
        shape[_relations.Value(value).Axis] = KeptChannels(value).Length;
        return shape;
    }

    private long[] Kept(int first, int count)
    {
        var kept = new List<long>(count);
        for (int i = 0; i < count; i++)
        {
            if (!_removedRoots.Contains(_relations.Root(first + i)))
                kept.Add(i);
        }
        return [.. kept];
    }
}
