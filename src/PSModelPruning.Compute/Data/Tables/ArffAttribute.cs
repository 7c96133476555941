namespace PSModelPruning.Compute.Data;

/// <summary>A column as the head of an ARFF file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Zero">What a sparse row that lacks it means: 0, or the first nominal value.</param>
/// <param name="DateFormat">The format of its dates, or null.</param>
internal sealed record ArffAttribute(string Name, ColumnKind Kind, string Zero, string? DateFormat)
{
    /// <summary>Reads a declaration.</summary>
    /// <param name="line">The line, from <c>@attribute</c> on.</param>
    /// <returns>Null where it is none.</returns>
    internal static ArffAttribute? Parse(string line)
    {
        int at = "@attribute".Length;
        if (ArffText.Next(line, ref at, " \t") is not { } name || name.Text.Length == 0)
            return null;
        string type = line[at..].Trim();
        if (type.StartsWith('{') && type.EndsWith('}'))
        {
            int first = 0;
            string inside = type[1..^1];
            return new ArffAttribute(name.Text, ColumnKind.Category, ArffText.Next(inside, ref first, ",")?.Text ?? "", null);
        }
        string word = type.Split(' ', '\t')[0].ToLowerInvariant();
        return word switch
        {
            "numeric" or "real" or "integer" => new ArffAttribute(name.Text, ColumnKind.Number, "0", null),
            "string" => new ArffAttribute(name.Text, ColumnKind.Category, "", null),
            "date" => new ArffAttribute(name.Text, ColumnKind.DateTime, "", Format(type)),
            _ => null,
        };
    }

    private static string Format(string type)
    {
        string format = type["date".Length..].Trim().Trim('"', '\'');
        return format.Length == 0 ? "yyyy-MM-ddTHH:mm:ss" : format;
    }
}

/// <summary>Divides the text of ARFF into fields.</summary>
internal static class ArffText
{
    /// <summary>The next field.</summary>
    /// <param name="line">The line.</param>
    /// <param name="at">Where to start; receives where the field ends, after its delimiter.</param>
    /// <param name="delimiters">The characters that end a field that is not quoted.</param>
    /// <returns>Null at the end of the line.</returns>
    internal static (string Text, bool IsQuoted)? Next(string line, ref int at, string delimiters)
    {
        while (at < line.Length && line[at] is ' ' or '\t')
            at++;
        if (at >= line.Length)
            return null;
        int start = at;
        if (line[at] is not ('\'' or '"'))
        {
            while (at < line.Length && !delimiters.Contains(line[at]))
                at++;
            string plain = line[start..at].Trim();
            at = Math.Min(at + 1, line.Length);
            return (plain, false);
        }
        char quote = line[at++];
        var text = new System.Text.StringBuilder();
        for (; at < line.Length && line[at] != quote; at++)
        {
            if (line[at] == '\\' && at + 1 < line.Length)
                at++;
            text.Append(line[at]);
        }
        at = Math.Min(at + 1, line.Length);
        while (at < line.Length && !delimiters.Contains(line[at]) && line[at] is ' ' or '\t')
            at++;
        if (at < line.Length && delimiters.Contains(line[at]))
            at++;
        return (text.ToString(), true);
    }
}
