using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Puts a record of options into words that can be compared and shown. It reads the state itself, field by field, and records of options
/// within it. A new option is therefore covered unless <see cref="NotInFingerprintAttribute"/> says that it changes nothing.
/// </summary>
internal static class OptionFingerprint
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>Adds an entry for every option.</summary>
    /// <param name="entries">Receives the entries: <c>Steps</c>, or <c>Quantization.Scheme</c> for a record within the record.</param>
    /// <param name="options">The record.</param>
    /// <param name="describe">Describes values that are no options, such as models, by their content; null for all others.</param>
    /// <param name="prefix">What the names begin with.</param>
    internal static void Add(
        IDictionary<string, string> entries,
        object options,
        Func<object, string?>? describe = null,
        string prefix = ""
    )
    {
        foreach ((string name, FieldInfo field) in Members(options.GetType()))
        {
            object? value = field.GetValue(options);
            if (value is not null && IsRecord(value.GetType()) && describe?.Invoke(value) is null)
                Add(entries, value, describe, $"{prefix}{name}.");
            else
                entries[prefix + name] = Text(value, describe);
        }
    }

    /// <summary>A value as it is compared and shown. Names are equal without regard to case.</summary>
    internal static string Text(object? value, Func<object, string?>? describe = null) =>
        value switch
        {
            null => "-",
            string text => text.ToUpperInvariant(),
            _ when Scalar(value) is { } scalar => scalar,
            _ when describe?.Invoke(value) is { } description => description,
            IEnumerable many when many.Cast<object?>().All(item => item is string || (item is not null && Scalar(item) is not null)) =>
                string.Join(' ', many.Cast<object>().Select(item => item is string text ? $"'{text.ToUpperInvariant()}'" : Scalar(item))),
            _ => $"{(value is IEnumerable ? "" : value.ToString())} #{Digest(value, describe)}".TrimStart(),
        };

    /// <summary>The state of a type: its fields, by the names of the properties that they stand behind, without what is marked.</summary>
    internal static IEnumerable<(string Name, FieldInfo Field)> Members(Type type)
    {
        for (Type? declaring = type; declaring is not null && declaring != typeof(object); declaring = declaring.BaseType)
        {
            foreach (FieldInfo field in declaring.GetFields(Declared))
            {
                string name = field.Name.StartsWith('<') ? field.Name[1..field.Name.IndexOf('>', StringComparison.Ordinal)] : field.Name;
                if (declaring.GetProperty(name, Declared)?.IsDefined(typeof(NotInFingerprintAttribute)) != true)
                    yield return (name, field);
            }
        }
    }

    private static string? Scalar(object value) =>
        value switch
        {
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            string => null,
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            bool flag => flag ? "true" : "false",
            _ => null,
        };

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    /// <summary>A short hash of everything that a value holds.</summary>
    private static string Digest(object value, Func<object, string?>? describe)
    {
        var text = new StringBuilder();
        Append(text, value, describe);
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..16];
    }

    private static void Append(StringBuilder text, object? value, Func<object, string?>? describe)
    {
        if (value is null)
            text.Append('-');
        else if (value is string word)
            text.Append(CultureInfo.InvariantCulture, $"{word.Length}:{word}");
        else if (Scalar(value) is { } scalar)
            text.Append(scalar);
        else if (describe?.Invoke(value) is { } description)
            text.Append(CultureInfo.InvariantCulture, $"{description.Length}:{description}");
        else if (value is Delegate or Pointer or MemberInfo)
            throw new InvalidOperationException($"A {value.GetType()} has no content that a fingerprint could compare.");
        else if (value is IEnumerable many)
        {
            text.Append('[');
            foreach (object? item in many)
            {
                Append(text, item, describe);
                text.Append(',');
            }
            text.Append(']');
        }
        else
        {
            text.Append(value.GetType().Name).Append('{');
            foreach ((string name, FieldInfo field) in Members(value.GetType()))
            {
                text.Append(name).Append('=');
                Append(text, field.GetValue(value), describe);
                text.Append(';');
            }
            text.Append('}');
        }
    }
}
