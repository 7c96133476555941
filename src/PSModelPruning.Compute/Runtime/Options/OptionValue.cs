using System.Collections;
using System.Globalization;

namespace PSModelPruning.Compute.Runtime.Options;

/// <summary>Brings what a user typed into the type of an option. Numbers are read without regard to the culture.</summary>
internal static class OptionValue
{
    /// <exception cref="ComputeException"><c>OptionInvalid</c>: it is of another kind.</exception>
    internal static object Convert(OptionDefinition option, object value) =>
        option.Type == typeof(IReadOnlyList<int>) ? Items(value).Select(item => (int)Whole(option, item, int.MaxValue)).ToArray()
        : option.Type == typeof(IReadOnlyList<string>) ? Items(value).Select(item => Text(option, item)).ToArray()
        : option.Type == typeof(int) ? (int)Whole(option, value, int.MaxValue)
        : option.Type == typeof(long) ? Whole(option, value, long.MaxValue)
        : option.Type == typeof(double) ? Number(option, value)
        : option.Type == typeof(bool) ? value as bool? ?? throw Invalid(option, value, "$true or $false")
        : option.Type == typeof(string) ? Text(option, value)
        : option.Type.IsEnum ? Member(option, value)
        : option.Type.IsInstanceOfType(value) ? value
        : throw Invalid(option, value, $"an object of the type {option.Type.Name}");

    private static IEnumerable<object> Items(object value) => value is IEnumerable many and not string ? many.Cast<object>() : [value];

    private static long Whole(OptionDefinition option, object value, long most)
    {
        const string expected = "a whole number";
        if (value is string text)
            return long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long parsed) && Math.Abs(parsed) <= most
                ? parsed
                : throw Invalid(option, value, expected);
        double number = Number(option, value, expected);
        return number == Math.Floor(number) && Math.Abs(number) <= most && Math.Abs(number) < 1L << 53
            ? (long)number
            : throw Invalid(option, value, expected);
    }

    private static double Number(OptionDefinition option, object value, string expected = "a number") =>
        value switch
        {
            string text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed)
                ? parsed
                : throw Invalid(option, value, expected),
            bool or char or Enum or DateTime => throw Invalid(option, value, expected),
            IConvertible number => number.ToDouble(CultureInfo.InvariantCulture),
            _ => throw Invalid(option, value, expected),
        };

    private static string Text(OptionDefinition option, object value)
    {
        string text = value is string or IConvertible and not bool
            ? System.Convert.ToString(value, CultureInfo.InvariantCulture)!
            : throw Invalid(option, value, "a text");
        return text.Length > 0 ? text : throw OptionErrors.Empty(option.Name);
    }

    private static object Member(OptionDefinition option, object value) =>
        option.Type.IsInstanceOfType(value) ? value
        : value is string text && Enum.GetNames(option.Type).Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse(option.Type, text, true)
        : throw Invalid(option, value, string.Join(" or ", Enum.GetNames(option.Type)));

    private static ComputeException Invalid(OptionDefinition option, object value, string expected) =>
        OptionErrors.Invalid(option.Name, System.Convert.ToString(value, CultureInfo.InvariantCulture) ?? "", expected);
}
