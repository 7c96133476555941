using System.Text.RegularExpressions;

namespace PSModelPruning.Compute.Tests.Runtime;

/// <summary>Rules that hold for the whole compute assembly, read from its compiled code.</summary>
public sealed partial class CompiledCodeTests
{
    private const string Handler = "DefaultInterpolatedStringHandler";

    /// <summary>Without a provider, the handler formats by the culture of the thread.</summary>
    private const string CurrentCultureHandler = Handler + "..ctor(Int32,Int32)";

    private const string Create = "String.Create(IFormatProvider,DefaultInterpolatedStringHandler&)";

    private static readonly string[] Fractional = ["<Single>", "<Double>"];

    [Fact]
    public void No_text_of_the_compute_assembly_names_a_parameter_or_a_cmdlet()
    {
        using var code = new CompiledCode();

        AssertNone(code.Texts().Where(text => PowerShellWord().IsMatch(text)));
    }

    [Fact]
    public void No_text_is_composed_of_fractions_by_the_culture_of_the_thread()
    {
        using var code = new CompiledCode();

        AssertNone(code.Methods().Where(method => FormatsByCulture(method.Calls)).Select(method => method.Method));
    }

    [Theory]
    [InlineData("Double.ToString()")]
    [InlineData("Double.ToString(String)")]
    [InlineData("Single.ToString()")]
    [InlineData("Single.ToString(String)")]
    [InlineData("Int32.ToString(String)")]
    [InlineData("Int64.ToString(String)")]
    [InlineData("DateTime.ToString(String)")]
    [InlineData("Double.Parse(String)")]
    [InlineData("Double.TryParse(String,Double&)")]
    [InlineData("Single.Parse(String)")]
    [InlineData("Single.TryParse(String,Single&)")]
    [InlineData("Int32.Parse(String)")]
    [InlineData("Int32.TryParse(String,Int32&)")]
    [InlineData("Int64.Parse(String)")]
    [InlineData("Int64.TryParse(String,Int64&)")]
    [InlineData("DateTime.Parse(String)")]
    [InlineData("String.ToLower()")]
    [InlineData("String.ToUpper()")]
    public void No_method_formats_or_parses_by_the_culture_of_the_thread(string call)
    {
        using var code = new CompiledCode();

        AssertNone(code.Methods().Where(method => method.Calls.Contains(call)).Select(method => method.Method));
    }

    /// <summary>
    /// Whether a handler that was made without a culture is given a fraction or a format. Handlers nest where a hole holds another
    /// interpolated string.
    /// </summary>
    private static bool FormatsByCulture(IReadOnlyList<string> calls)
    {
        var handlers = new Stack<bool>();
        foreach (string call in calls)
        {
            if (call.StartsWith(Handler + "..ctor(", StringComparison.Ordinal))
                handlers.Push(call == CurrentCultureHandler);
            else if (
                call.StartsWith(Handler + ".ToStringAndClear", StringComparison.Ordinal)
                || call.StartsWith(Create, StringComparison.Ordinal)
            )
                handlers.TryPop(out _);
            else if (
                call.StartsWith(Handler + ".AppendFormatted(", StringComparison.Ordinal)
                && handlers.TryPeek(out bool isByCulture)
                && isByCulture
                && (
                    call.Contains(",String)", StringComparison.Ordinal)
                    || Fractional.Any(type => call.EndsWith(type, StringComparison.Ordinal))
                )
            )
                return true;
        }
        return false;
    }

    /// <summary>As an empty collection, but a failure shows all that there is.</summary>
    private static void AssertNone(IEnumerable<string> found)
    {
        string[] all = [.. found];
        Assert.True(all.Length == 0, string.Join(Environment.NewLine, all));
    }

    [GeneratedRegex(
        @"(?<![\w])-[A-Z][a-z]\w+|\$_|@\{"
            + @"|\b(?:Add|Compare|ConvertTo|Export|ForEach|Get|Import|Invoke|Join|Measure|Select|Set|Show|Test|Train)-[A-Z]\w+"
    )]
    private static partial Regex PowerShellWord();
}
