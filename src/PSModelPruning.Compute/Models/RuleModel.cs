using System.Globalization;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Models.Rules;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute;

/// <summary>
/// An ordered list of if-then rules that a person can read: the first whose conditions hold says what is predicted. A constant is a list
/// without conditions, a rule of thumb one with a single condition.
/// </summary>
public sealed class RuleModel : Model
{
    private const string ScoresNote = "z(x): how many standard deviations x lies above its mean over the training rows.";

    private readonly Rule[] _rules;

    internal RuleModel(ModelDescription description, IReadOnlyList<Rule> rules)
        : base(description)
    {
        _rules = rules.ToArray();
        Rules = new RuleText(description.Preprocessing, description.Classes).Lines(_rules).Select(PlainText.Of).ToArray();
    }

    /// <inheritdoc/>
    public override string Kind => "Rules";

    /// <summary>The rules in their order, a line each.</summary>
    public IReadOnlyList<string> Rules { get; }

    /// <summary>The rules as one text, with what z(…) means where they use it.</summary>
    public string Text => string.Join(Environment.NewLine, _rules.Any(UsesScores) ? Rules.Append(ScoresNote) : Rules);

    /// <summary>Conditions of all rules.</summary>
    public int Conditions => _rules.Sum(rule => rule.Conditions.Count);

    /// <summary>A threshold and its inputs for each condition, what each rule says, and the slope of one that is a line.</summary>
    public override long Parameters =>
        _rules.Sum(rule =>
            rule.Conditions.Sum(condition => 1L + condition.Term.Parts.Count)
            + rule.Values.Length
            + (rule.Term is null ? 0 : 1 + rule.Term.Parts.Count)
        );

    /// <inheritdoc/>
    public override long Complexity => Conditions;

    /// <inheritdoc/>
    public override string ComplexityUnit => "conditions";

    internal IReadOnlyList<Rule> AllRules => _rules;

    private static bool UsesScores(Rule rule) =>
        rule.Term is { IsStandardized: true } || rule.Conditions.Any(condition => condition.Term.IsStandardized);

    /// <inheritdoc/>
    internal override string Structure(CultureInfo culture) =>
        $"{ComplexityText.Of(_rules.Length, "rules", culture)}, {ComplexityText.Of(Conditions, "conditions", culture)}";

    /// <inheritdoc/>
    internal override void Predict(ReadOnlySpan<float> inputs, int rows, Span<float> output)
    {
        int width = inputs.Length / Math.Max(1, rows),
            outputs = OutputCount;
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> values = inputs.Slice(row * width, width);
            int rule = 0;
            while (rule < _rules.Length - 1 && !_rules[rule].Fires(values))
                rule++;
            _rules[rule].Predict(values, output.Slice(row * outputs, outputs));
        }
    }
}
