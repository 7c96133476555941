using System.Globalization;
using System.Text;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Text that comes from outside (names of columns, classes and files) as it may be put on a screen: characters that a terminal would obey
/// are shown as signs. Without that, a file could recolour, move or hide what a user reads.
/// </summary>
public static class PlainText
{
    private const int ControlPictures = 0x2400;
    private const string Lines = "\r\n\t";
    private const char Delete = '\u007F';
    private const char DeletePicture = '\u2421';

    /// <summary>The text with its control characters as signs: ␛ for escape, ␊ for a line feed.</summary>
    /// <param name="text">Any text.</param>
    public static string Of(string text)
    {
        int first = 0;
        while (first < text.Length && !IsObeyed(text[first]))
            first++;
        if (first == text.Length)
            return text;
        var shown = new StringBuilder(text, 0, first, text.Length + 8);
        foreach (char character in text.AsSpan(first))
            Append(shown, character);
        return shown.ToString();
    }

    /// <summary>The same for texts of several lines, whose line breaks and tabs stay.</summary>
    /// <param name="text">Any text.</param>
    public static string OfLines(string text) =>
        string.Concat(text.Select(character => Lines.Contains(character) ? character.ToString() : Of(character.ToString())));

    private static void Append(StringBuilder shown, char character)
    {
        if (!IsObeyed(character))
            shown.Append(character);
        else if (character < ' ')
            shown.Append((char)(ControlPictures + character));
        else if (character == Delete)
            shown.Append(DeletePicture);
        else
            shown.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
    }

    /// <summary>Control characters, of C1 too, and those that turn the direction of what follows.</summary>
    private static bool IsObeyed(char character) =>
        char.IsControl(character)
        || character is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069') or '\u2028' or '\u2029' or '\u200E' or '\u200F';
}
