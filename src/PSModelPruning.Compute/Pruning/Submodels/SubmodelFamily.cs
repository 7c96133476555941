namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>A kind of simple model. Stateless; listed in <see cref="SubmodelCatalog"/>.</summary>
internal abstract class SubmodelFamily
{
    /// <summary>What reports call it.</summary>
    internal abstract string Name { get; }

    /// <summary>What it is, in a line, with its source.</summary>
    internal abstract string Description { get; }

    /// <summary>
    /// Fits models of the kind to what the larger model says, simplest first; none where the kind does not suit the data.
    /// </summary>
    internal abstract IEnumerable<Submodel> Candidates(SubmodelContext context);
}
