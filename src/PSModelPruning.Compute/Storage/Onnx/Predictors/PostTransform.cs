namespace PSModelPruning.Compute.Storage.Onnx.Predictors;

/// <summary>What makes outputs of scores.</summary>
internal enum PostTransform
{
    None,
    Softmax,
    Logistic,
    SoftmaxZero,
    Probit,
}

/// <summary>The names of post transforms in files.</summary>
internal static class PostTransforms
{
    private static readonly Dictionary<string, PostTransform> Names = new(StringComparer.Ordinal)
    {
        ["NONE"] = PostTransform.None,
        ["SOFTMAX"] = PostTransform.Softmax,
        ["LOGISTIC"] = PostTransform.Logistic,
        ["SOFTMAX_ZERO"] = PostTransform.SoftmaxZero,
        ["PROBIT"] = PostTransform.Probit,
    };

    /// <summary>The transform of a name; null for an unknown one.</summary>
    internal static PostTransform? Find(string name) => Names.TryGetValue(name, out PostTransform transform) ? transform : null;

    internal static string NameOf(PostTransform transform) => Names.First(entry => entry.Value == transform).Key;
}
