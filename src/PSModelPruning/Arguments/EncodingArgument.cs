using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace PSModelPruning.Arguments;

/// <summary>Turns the name or code page of an encoding into the encoding.</summary>
internal sealed class EncodingArgumentAttribute : ArgumentTransformationAttribute
{
    internal static readonly IReadOnlyList<string> Names =
    [
        "utf-8",
        "utf-16",
        "utf-16BE",
        "utf-32",
        "us-ascii",
        "iso-8859-1",
        "windows-1252",
    ];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is Encoding encoding)
            return encoding;
        string name = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        name = name.ToLowerInvariant() switch
        {
            "utf8" or "utf8nobom" or "utf8bom" => "utf-8",
            "unicode" or "utf16" => "utf-16",
            "bigendianunicode" => "utf-16BE",
            "utf32" => "utf-32",
            "ascii" => "us-ascii",
            "latin1" => "iso-8859-1",
            "ansi" => "windows-1252",
            _ => name,
        };
        try
        {
            return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int page)
                ? CodePagesEncodingProvider.Instance.GetEncoding(page) ?? Encoding.GetEncoding(page)
                : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw new ArgumentTransformationMetadataException(
                $"'{name}' is not a known encoding. Known: {string.Join(", ", Names)}, and the other names and code pages of .NET.",
                e
            );
        }
    }
}

/// <summary>Completes the common encodings.</summary>
internal sealed class EncodingCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters
    ) =>
        EncodingArgumentAttribute
            .Names.Where(name => name.StartsWith(wordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
}
