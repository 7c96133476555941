using System.Globalization;

namespace PSModelPruning.Compute.Data;

/// <summary>The text of objects of types that somebody else wrote, whose conversion may fail.</summary>
internal static class ObjectText
{
    /// <summary>The text of a value in a culture; "" for null.</summary>
    /// <exception cref="ComputeException"><c>ValueWithoutText</c>: its conversion threw.</exception>
    internal static string Of(object? value, CultureInfo culture)
    {
        try
        {
            return (value is IFormattable formattable ? formattable.ToString(null, culture) : value?.ToString()) ?? "";
        }
        catch (Exception e) when (e is not (OutOfMemoryException or OperationCanceledException))
        {
            throw DataErrors.ValueWithoutText(value!.GetType().Name, e);
        }
    }
}
