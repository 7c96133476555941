namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>
/// The condition of a node of a tree ensemble, or that it is a leaf. The values are those of TreeEnsemble in ai.onnx.ml 5.
/// </summary>
internal enum Branch : byte
{
    AtMost = 0,
    Below = 1,
    AtLeast = 2,
    Above = 3,
    Equal = 4,
    NotEqual = 5,
    Member = 6,
    Leaf = 7,
}

/// <summary>The names of conditions in files.</summary>
internal static class Branches
{
    private static readonly Dictionary<string, Branch> Names = new(StringComparer.Ordinal)
    {
        ["BRANCH_LEQ"] = Branch.AtMost,
        ["BRANCH_LT"] = Branch.Below,
        ["BRANCH_GTE"] = Branch.AtLeast,
        ["BRANCH_GT"] = Branch.Above,
        ["BRANCH_EQ"] = Branch.Equal,
        ["BRANCH_NEQ"] = Branch.NotEqual,
        ["BRANCH_MEMBER"] = Branch.Member,
        ["LEAF"] = Branch.Leaf,
    };

    /// <summary>The condition of a name; null for an unknown one.</summary>
    internal static Branch? Find(string name) => Names.TryGetValue(name, out Branch branch) ? branch : null;

    internal static string NameOf(Branch branch) => Names.First(entry => entry.Value == branch).Key;
}
