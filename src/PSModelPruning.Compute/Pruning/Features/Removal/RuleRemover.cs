using PSModelPruning.Compute.Models.Rules;

namespace PSModelPruning.Compute.Pruning.Features.Removal;

/// <summary>
/// Takes features from lists of rules that do not look at them: the inputs are numbered anew and the model predicts as before.
/// </summary>
internal sealed class RuleRemover : FeatureRemover
{
    internal override RemovalResult Remove(Request request)
    {
        var model = (RuleModel)request.Model;
        int[] inputs = model.Preprocessing.KeptInputs(request.Kept);
        Dictionary<int, int> positions = Enumerable.Range(0, inputs.Length).ToDictionary(i => inputs[i], i => i);
        if (
            model.AllRules.SelectMany(Terms).SelectMany(term => term.Parts).FirstOrDefault(part => !positions.ContainsKey(part.Input)) is
            { Scale: not 0 } read
        )
            throw PruningErrors.RulesReadFeature(
                model,
                model.Preprocessing.Features.First(column => read.Input < column.FirstInput + column.InputCount).Name
            );
        RuleTerm Renumber(RuleTerm term) =>
            new([.. term.Parts.Select(part => part with { Input = positions[part.Input] })], term.IsStandardized);
        Rule[] rules =
        [
            .. model.AllRules.Select(rule =>
                rule with
                {
                    Conditions = [.. rule.Conditions.Select(condition => condition with { Term = Renumber(condition.Term) })],
                    Term = rule.Term is { } term ? Renumber(term) : null,
                }
            ),
        ];
        ModelDescription description = model.Describe() with
        {
            Preprocessing = model.Preprocessing.KeepFeatures(request.Kept),
            Dataset = request.Dataset is { } rows ? NarrowedDataset.Of(rows, request.Kept) : null,
        };
        return new RemovalResult(new RuleModel(description, rules), "not changed, as it reads none of them");
    }

    private static IEnumerable<RuleTerm> Terms(Rule rule) =>
        rule.Conditions.Select(condition => condition.Term).Concat(rule.Term is { } term ? [term] : []);
}
