using System.Text;
using System.Text.Json;

namespace PSModelPruning.Compute.Data;

/// <summary>Formats of data that are often given and not read, by their first bytes, so that an error can say what a file is.</summary>
internal static class UnreadFormats
{
    private const int ProbedBytes = 4096;

    private static readonly (byte[] Mark, string What, string Remedy)[] Marks =
    [
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "a workbook of Excel 97 to 2003", AsCsv),
        ("PAR1"u8.ToArray(), "a Parquet file", AsCsv),
        ("ARROW1"u8.ToArray(), "an Arrow (Feather) file", AsCsv),
        ("FEA1"u8.ToArray(), "a Feather file", AsCsv),
        ("ORC"u8.ToArray(), "an ORC file", AsCsv),
        ("Obj\u0001"u8.ToArray(), "an Avro file", AsCsv),
        ([0x89, (byte)'H', (byte)'D', (byte)'F'], "an HDF5 file", AsCsv),
        ([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'], "an array of NumPy", AsCsv),
        ("SQLite format 3"u8.ToArray(), "an SQLite database", "Pass the rows of a query through the pipeline."),
        ("MATLAB 5.0"u8.ToArray(), "a file of MATLAB", AsCsv),
        ("$FL2"u8.ToArray(), "a file of SPSS", AsCsv),
        ("RDX3"u8.ToArray(), "a file of R", AsCsv),
        ("%PDF"u8.ToArray(), "a PDF document", AsCsv),
        ([0x89, (byte)'P', (byte)'N', (byte)'G'], "a PNG picture", AsImages),
        ([0xFF, 0xD8, 0xFF], "a JPEG picture", AsImages),
    ];

    private const string AsCsv = "Save the table as CSV.";
    private const string AsImages = "Images are read from IDX and CIFAR-10 files.";

    /// <summary>The error for a file of a format that is not read; null for another file.</summary>
    internal static ComputeException? Find(DataItem item)
    {
        byte[] beginning = item.Beginning(ProbedBytes);
        foreach ((byte[] mark, string what, string remedy) in Marks)
        {
            if (beginning.AsSpan().StartsWith(mark))
                return DataErrors.FormatNotRead(item.Path, what, remedy);
        }
        return beginning.AsSpan().StartsWith("PK"u8) ? OfficeDocument(item, beginning) : Text(item, beginning);
    }

    private static ComputeException? OfficeDocument(DataItem item, byte[] beginning)
    {
        ReadOnlySpan<byte> bytes = beginning;
        string? what =
            bytes.IndexOf("application/vnd.oasis.opendocument"u8) >= 0 ? "an OpenDocument file"
            : bytes.IndexOf("[Content_Types].xml"u8) >= 0 || bytes.IndexOf("xl/"u8) >= 0 ? "an Excel workbook"
            : null;
        return what is null ? null : DataErrors.FormatNotRead(item.Path, what, "Save the sheet as CSV.");
    }

    private static ComputeException? Text(DataItem item, byte[] beginning)
    {
        if (beginning.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            beginning = beginning[3..];
        string text = Encoding.UTF8.GetString(beginning).TrimStart();
        if (text is ['[' or '{', ..] && IsJson(beginning))
            return DataErrors.FormatNotRead(
                item.Path,
                "a JSON document",
                "Pass its objects through the pipeline, or save one object per line (JSON Lines)."
            );
        string? what =
            text.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<html", StringComparison.OrdinalIgnoreCase)
                ? "a web page"
            : text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) ? "an XML document"
            : null;
        return what is null ? null : DataErrors.FormatNotRead(item.Path, what, "Get the table itself, as CSV or JSON Lines.");
    }

    /// <summary>Whether a text is the beginning of one JSON array of objects or arrays, or of one object with properties.</summary>
    private static bool IsJson(ReadOnlySpan<byte> beginning)
    {
        var reader = new Utf8JsonReader(beginning, isFinalBlock: false, default);
        try
        {
            if (!reader.Read() || !reader.Read() || !IsInside(reader.TokenType))
                return false;
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsInside(JsonTokenType token) =>
        token is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.PropertyName;
}
