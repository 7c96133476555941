using System.Globalization;

namespace PSModelPruning.Compute.Runtime.Options;

/// <summary>What an option accepts, beyond its type.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal abstract class OptionRuleAttribute : Attribute
{
    /// <summary>The values that there are; empty where they cannot be listed.</summary>
    internal virtual IReadOnlyList<CatalogEntry> Values => [];

    /// <summary>Checks a value of the option's type; of a list, each of its values.</summary>
    /// <exception cref="ComputeException"><c>OptionOutOfRange</c> or <c>VariantUnknown</c>.</exception>
    internal abstract void Check(string option, object value);
}

/// <summary>A range of numbers.</summary>
/// <param name="least">The smallest number.</param>
/// <param name="most">The greatest number.</param>
internal sealed class OptionRangeAttribute(double least, double most) : OptionRuleAttribute
{
    /// <summary>True where the smallest number itself is out of range.</summary>
    public bool IsAbove { get; init; }

    /// <inheritdoc/>
    internal override void Check(string option, object value)
    {
        double number = Convert.ToDouble(value, CultureInfo.InvariantCulture);
        if (!(IsAbove ? number > least : number >= least) || !(number <= most))
            throw OptionErrors.OutOfRange(option, number, Range());
    }

    private string Range()
    {
        string from = FormattableString.Invariant($"{(IsAbove ? "above" : "at least")} {least}");
        return most < int.MaxValue ? FormattableString.Invariant($"{from} and at most {most}") : from;
    }
}

/// <summary>A name of a catalog, without regard to case.</summary>
internal sealed class OptionNameAttribute<TCatalog> : OptionRuleAttribute
    where TCatalog : ICatalog
{
    /// <inheritdoc/>
    internal override IReadOnlyList<CatalogEntry> Values => TCatalog.Entries;

    /// <inheritdoc/>
    internal override void Check(string option, object value)
    {
        if (!Values.Any(entry => entry.Name.Equals(value as string, StringComparison.OrdinalIgnoreCase)))
            throw CatalogErrors.VariantUnknown<TCatalog>(value as string ?? "");
    }
}
