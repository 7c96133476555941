namespace PSModelPruning.Compute.Data;

/// <summary>The characters of a table that a caller can choose, which must not be in each other's way.</summary>
internal static class TableSigns
{
    /// <summary>The characters that divide fields unless the caller names another.</summary>
    internal static readonly char[] UsualDelimiters = [',', '\t', ';', '|'];

    /// <summary>Refuses characters by which no table can be read.</summary>
    /// <exception cref="ComputeException"><c>DelimiterInvalid</c> or <c>CommentInvalid</c>.</exception>
    internal static void Check(TableOptions options)
    {
        if (options.Delimiter is { } delimiter && IsTaken(delimiter))
            throw DataErrors.DelimiterInvalid();
        if (options.Comment is not { } comment)
            return;
        bool divides = options.Delimiter is { } told ? comment == told : UsualDelimiters.Contains(comment);
        if (divides || IsTaken(comment) || char.IsLetterOrDigit(comment))
            throw DataErrors.CommentInvalid(comment);
    }

    /// <summary>Quotes enclose fields, and line ends divide rows.</summary>
    private static bool IsTaken(char sign) => sign is '"' or '\r' or '\n';
}
