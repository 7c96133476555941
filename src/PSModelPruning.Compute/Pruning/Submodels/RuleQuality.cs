namespace PSModelPruning.Compute.Pruning.Submodels;

/// <summary>What makes a rule good. N rows are left, of which the rule covers n; n_c and N_c of them are of the rule's class.</summary>
internal enum RuleQuality
{
    /// <summary>
    /// n / N · (n_c / n − N_c / N): favours rules that cover much, and gives short lists (Todorovski, Flach and Lavrač 2000, "Predictive
    /// performance of weighted relative accuracy").
    /// </summary>
    WeightedRelativeAccuracy,

    /// <summary>
    /// (n_c + 1) / (n + C) for C classes: favours rules that are right (Clark and Boswell 1991, "Rule induction with CN2: some recent
    /// improvements").
    /// </summary>
    Laplace,

    /// <summary>By how much the squared error falls where the covered rows get a mean of their own, as in regression trees.</summary>
    ExplainedSquares,
}
