using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// The text of an error, a warning or another message. It keeps its references to options and operations apart from the literal text, so
/// that each layer can name them in its own words. Values are formatted with the invariant culture.
/// </summary>
[InterpolatedStringHandler]
public sealed class ComputeMessage
{
    private readonly List<Part> _parts;

    /// <summary>Creates an empty message; the compiler appends the parts of an interpolated string.</summary>
    /// <param name="literalLength">The number of literal characters.</param>
    /// <param name="formattedCount">The number of holes.</param>
    public ComputeMessage(int literalLength, int formattedCount)
    {
        _ = literalLength;
        _parts = new List<Part>((2 * formattedCount) + 1);
    }

    /// <summary>A message of literal text.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    public static implicit operator ComputeMessage?(string? text)
    {
        if (text is null)
            return null;
        var message = new ComputeMessage(text.Length, 0);
        message.AppendLiteral(text);
        return message;
    }

    /// <summary>Appends literal text.</summary>
    public void AppendLiteral(string value) => _parts.Add(new(PartKind.Text, value));

    /// <summary>Appends a value; control characters in it are shown as signs.</summary>
    public void AppendFormatted<T>(T value) => AppendLiteral(PlainText.Of(Format(value, null)));

    /// <summary>Appends a value in a format.</summary>
    public void AppendFormatted<T>(T value, string? format) => AppendLiteral(PlainText.Of(Format(value, format)));

    /// <summary>Appends the parts of another message.</summary>
    public void AppendFormatted(ComputeMessage? message) => _parts.AddRange(message?._parts ?? []);

    /// <summary>Appends a reference to an option.</summary>
    internal void AppendFormatted(OptionName option) => _parts.Add(new(PartKind.Option, option.Name));

    /// <summary>Appends a reference to an option with a value.</summary>
    internal void AppendFormatted(OptionSetting setting) => _parts.Add(new(PartKind.Setting, setting.Name, setting.Value));

    /// <summary>Appends a reference to an operation.</summary>
    internal void AppendFormatted(OperationName operation) => _parts.Add(new(PartKind.Operation, operation.Name));

    /// <summary>The text with options and operations by their plain names.</summary>
    public override string ToString() => In(MessageWording.Plain);

    /// <summary>The text with options and operations in the words of a layer.</summary>
    internal string In(MessageWording wording)
    {
        var text = new StringBuilder();
        wording = wording.About(_parts.Where(part => part.Kind == PartKind.Operation).Select(part => part.Text));
        foreach (Part part in _parts)
        {
            text.Append(
                part.Kind switch
                {
                    PartKind.Option => wording.Option(part.Text),
                    PartKind.Setting => wording.Setting(part.Text, part.Value),
                    PartKind.Operation => wording.Operation(part.Text),
                    _ => part.Text,
                }
            );
        }
        // Texts that were put together elsewhere may quote what a file holds too.
        return PlainText.OfLines(text.ToString());
    }

    /// <summary>Joins messages into one.</summary>
    internal static ComputeMessage Join(string separator, IEnumerable<ComputeMessage> messages)
    {
        var joined = new ComputeMessage(0, 0);
        foreach (ComputeMessage message in messages)
        {
            if (joined._parts.Count > 0)
                joined.AppendLiteral(separator);
            joined.AppendFormatted(message);
        }
        return joined;
    }

    /// <summary>The names of options, separated by commas.</summary>
    internal static ComputeMessage Options(IEnumerable<string> names) =>
        Join(", ", names.Select(name => (ComputeMessage)$"{new OptionName(name)}"));

    /// <summary>A value as text, whatever the culture of the thread is.</summary>
    internal static string Format<T>(T value, string? format) =>
        value is IFormattable formattable ? formattable.ToString(format, CultureInfo.InvariantCulture) : value?.ToString() ?? "";

    private enum PartKind
    {
        Text,
        Option,
        Setting,
        Operation,
    }

    private readonly record struct Part(PartKind Kind, string Text, string Value = "");
}
