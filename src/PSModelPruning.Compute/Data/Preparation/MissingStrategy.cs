using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Data;

/// <summary>What is done about missing values. The replacements come from the training partition.</summary>
internal abstract class MissingStrategy
{
    internal abstract CatalogEntry Entry { get; }

    /// <summary>Whether rows with a missing feature are left out.</summary>
    internal virtual bool DropsRows => false;

    /// <summary>Whether a missing feature is an error.</summary>
    internal virtual bool Forbids => false;

    /// <summary>Whether a missing category becomes the most frequent one; otherwise none.</summary>
    internal virtual bool FillsCategories => true;

    /// <summary>Whether columns without any value are left out; otherwise they are an error.</summary>
    internal virtual bool LeavesOutEmpty => false;

    /// <summary>Whether missing values stay missing.</summary>
    internal virtual bool Keeps => false;

    /// <summary>What a missing number becomes; for strategies that keep none it is what prediction uses.</summary>
    internal abstract double Replacement(NumberSample sample);
}

/// <summary>The mean of the column.</summary>
internal sealed class MeanStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } = new("Mean", "Numbers: the mean; categories: the most frequent");

    internal override double Replacement(NumberSample sample) => sample.Mean;
}

/// <summary>The median of the column.</summary>
internal sealed class MedianStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } = new("Median", "Numbers: the median; categories: the most frequent");

    internal override double Replacement(NumberSample sample) => sample.Quantile(0.5);
}

/// <summary>The most frequent value of the column.</summary>
internal sealed class ModeStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } = new("Mode", "The most frequent value");

    internal override double Replacement(NumberSample sample) => sample.Mode;
}

/// <summary>Zero, or no category.</summary>
internal sealed class ZeroStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } = new("Zero", "Numbers: 0; categories: none of them");

    internal override bool FillsCategories => false;

    internal override double Replacement(NumberSample sample) => 0;
}

/// <summary>Rows with a missing value are left out.</summary>
internal sealed class DropStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } = new("Drop", "Rows with a missing value are left out");

    internal override bool DropsRows => true;

    internal override double Replacement(NumberSample sample) => sample.Mean;
}

/// <summary>A missing value is an error.</summary>
internal sealed class ErrorStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } = new("Error", "A missing value is an error");

    internal override bool Forbids => true;

    internal override double Replacement(NumberSample sample) => sample.Mean;
}

/// <summary>A missing value stays missing, for trees, which learn where such rows belong.</summary>
internal sealed class KeepStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } =
        new("Keep", "Missing values stay missing, which only trees, forests and boosted trees can learn from");

    internal override bool Keeps => true;

    internal override bool FillsCategories => false;

    internal override double Replacement(NumberSample sample) => double.NaN;
}

/// <summary>Columns without any value are left out, and other missing values become the mean.</summary>
internal sealed class ExcludeEmptyStrategy : MissingStrategy
{
    internal override CatalogEntry Entry { get; } =
        new("ExcludeEmpty", "Columns without any value are left out; other missing values are filled as with Mean");

    internal override bool LeavesOutEmpty => true;

    internal override double Replacement(NumberSample sample) => sample.Mean;
}
