namespace PSModelPruning.Compute.Importance.Trees;

/// <summary>One input on the way from a tree's root to a node.</summary>
internal struct ShapElement
{
    internal ShapElement(int feature, double zero, double one)
    {
        Feature = feature;
        Zero = zero;
        One = one;
    }

    /// <summary>The input; the first element of a path stands for none.</summary>
    internal int Feature;

    /// <summary>The part of the training weight that takes this way where the input is not known.</summary>
    internal double Zero;

    /// <summary>1 where the row takes this way when the input is known, else 0.</summary>
    internal double One;

    /// <summary>At place i: the weight of the sets that hold i of the path's inputs.</summary>
    internal double Weight;
}
