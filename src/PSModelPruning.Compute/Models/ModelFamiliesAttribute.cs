namespace PSModelPruning.Compute.Models;

/// <summary>
/// Names the class that lists the families of models. The class lies below all rooms whose parts it lists; this attribute lets the rooms
/// above find it without knowing them.
/// </summary>
/// <param name="catalog">A class with a constructor without parameters that is an <see cref="IModelFamilies"/>.</param>
[AttributeUsage(AttributeTargets.Assembly)]
internal sealed class ModelFamiliesAttribute(Type catalog) : Attribute
{
    /// <summary>The families that the class lists.</summary>
    internal IReadOnlyList<ModelFamily> Families() => ((IModelFamilies)Activator.CreateInstance(catalog)!).Families;
}

/// <summary>A list of families of models.</summary>
internal interface IModelFamilies
{
    /// <summary>The families, in the order in which they are offered.</summary>
    IReadOnlyList<ModelFamily> Families { get; }
}
