using System.Globalization;
using PSModelPruning.Compute.Data;

namespace PSModelPruning.Compute.Models.Rules;

/// <summary>Rules as text that a person can read, in the columns' own units and words.</summary>
/// <param name="preprocessing">Knows the columns.</param>
/// <param name="classes">The class names; empty for numbers.</param>
internal sealed class RuleText(Preprocessing preprocessing, IReadOnlyList<string> classes)
{
    /// <summary>All rules, a line each: <c>if petal_width &lt;= 0.8 then setosa (40 rows, 100 %)</c>.</summary>
    internal IEnumerable<string> Lines(IReadOnlyList<Rule> rules)
    {
        for (int i = 0; i < rules.Count; i++)
        {
            string word = i == 0 ? "" : "else ";
            string conditions =
                rules[i].Conditions.Count == 0 ? "" : $"if {string.Join(" and ", rules[i].Conditions.Select(Condition))} then ";
            yield return $"{word}{conditions}{Conclusion(rules[i])}";
        }
    }

    internal string Condition(RuleCondition condition)
    {
        if (
            condition.Term.Parts is [{ IsNegative: false } part]
            && !condition.Term.IsStandardized
            && Column(part.Input) is { Categories.Count: > 0 } column
            && Category(column, part, condition) is { } text
        )
            return text;
        return Text($"{Term(condition.Term)} {(condition.IsAbove ? ">" : "<=")} {condition.Threshold:G6}");
    }

    internal string Term(RuleTerm term)
    {
        if (term.IsDifference)
        {
            RulePart[] parts = [.. term.Parts.OrderBy(part => part.IsNegative)];
            return $"{Name(parts[0], term, false)} - {Name(parts[1], term, false)}";
        }
        return term.Parts.Count == 1
            ? Name(term.Parts[0], term, true)
            : $"mean({string.Join(", ", term.Parts.Select(part => Name(part, term, true)))})";
    }

    private string Conclusion(Rule rule)
    {
        string rows = Text($"({rule.Rows:N0} rows");
        if (classes.Count == 0)
        {
            string line = rule.Term is null
                ? ""
                : Text($" {(rule.Slope < 0 ? "-" : "+")} {Math.Abs(rule.Slope):G6} * {Parenthesized(rule.Term)}");
            return $"{NumberShown.Of(rule.Values[0] + (preprocessing.Target?.Offset ?? 0))}{line} {rows})";
        }
        int best = OutputScore.MostProbable(rule.Values);
        return Text($"{classes[best]} {rows}, {rule.Values[best]:P0})");
    }

    private string Parenthesized(RuleTerm term) => term.IsDifference ? $"({Term(term)})" : Term(term);

    private string Name(RulePart part, RuleTerm term, bool signed)
    {
        string name = Column(part.Input) is { } column ? InputName(column, part.Input) : $"input_{part.Input}";
        string bare = term.IsStandardized ? $"z({name})" : name;
        return signed && part.IsNegative ? "-" + bare : bare;
    }

    private static string InputName(DatasetColumn column, int input) =>
        column.InputCount == 1 ? column.Name
        : column.Encoding == ColumnEncoding.OneHot && input - column.FirstInput < column.Categories.Count
            ? $"{column.Name}='{column.Categories[input - column.FirstInput]}'"
        : $"{column.Name}[{input - column.FirstInput}]";

    private DatasetColumn? Column(int input) =>
        preprocessing.Features.FirstOrDefault(column => input >= column.FirstInput && input < column.FirstInput + column.InputCount);

    /// <summary>The condition on a category in its own words; null where it is none of a category.</summary>
    private static string? Category(DatasetColumn column, RulePart part, RuleCondition condition)
    {
        if (column.Encoding == ColumnEncoding.OneHot)
        {
            int index = part.Input - column.FirstInput;
            return index < column.Categories.Count && condition.Threshold is > 0 and < 1
                ? $"{column.Name} {(condition.IsAbove ? "=" : "<>")} '{column.Categories[index]}'"
                : null;
        }
        if (column.Encoding == ColumnEncoding.Hash)
            return null;
        int last = (int)Math.Floor(condition.Threshold);
        if (last < 0 || last >= column.Categories.Count - 1)
            return null;
        string[] met = [.. condition.IsAbove ? column.Categories.Skip(last + 1) : column.Categories.Take(last + 1)];
        return met.Length == 1 ? $"{column.Name} = '{met[0]}'" : $"{column.Name} in {string.Join(", ", met.Select(name => $"'{name}'"))}";
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
