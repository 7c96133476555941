namespace PSModelPruning.Compute.Data;

/// <summary>Writes numbers that are known as such into text whose numbers are recognized again.</summary>
internal static class PlainNumber
{
    /// <summary>
    /// The text of a number in the invariant culture, with a zero added to three decimals: in a table with decimal commas, 1.234 would be
    /// more than a thousand, but 1.2340 has no other reading.
    /// </summary>
    internal static string Unambiguous(string number)
    {
        int point = number.IndexOf('.', StringComparison.Ordinal);
        return point >= 0 && number.Length - point == 4 && !number.AsSpan(point + 1).ContainsAnyExceptInRange('0', '9')
            ? number + "0"
            : number;
    }
}
