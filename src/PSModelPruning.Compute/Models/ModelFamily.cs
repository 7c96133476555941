using System.Reflection;

namespace PSModelPruning.Compute.Models;

/// <summary>
/// A family of models: the class of its models, and what each room of the program knows of them. How it is trained, stored and pruned are
/// <see cref="Parts"/>, because the rooms that know these lie below this one. <c>Families/ModelFamilyCatalog.cs</c> lists all families.
/// </summary>
internal sealed record ModelFamily
{
    /// <summary>Every family.</summary>
    internal static IReadOnlyList<ModelFamily> All { get; } =
        typeof(ModelFamily).Assembly.GetCustomAttribute<ModelFamiliesAttribute>()!.Families();

    /// <summary>The class of its models.</summary>
    public required Type ModelType { get; init; }

    /// <summary>
    /// What else the rooms know of the family: the kinds that train it, its codec, how features are taken from it, its pruning methods.
    /// </summary>
    public required IReadOnlyList<object> Parts { get; init; }

    /// <summary>The family of a model; null for a class of models that is not listed.</summary>
    internal static ModelFamily? Of(Model model) => All.FirstOrDefault(family => family.ModelType.IsInstanceOfType(model));

    /// <summary>The parts of every family that are of one type.</summary>
    internal static IEnumerable<T> PartsOfAll<T>() => All.SelectMany(family => family.PartsOf<T>());

    /// <summary>The parts of one type.</summary>
    internal IEnumerable<T> PartsOf<T>() => Parts.OfType<T>();
}
