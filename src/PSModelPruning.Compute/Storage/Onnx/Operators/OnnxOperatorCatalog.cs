using PSModelPruning.Compute.Storage.Onnx.Documents;

namespace PSModelPruning.Compute.Storage.Onnx.Operators;

/// <summary>Lists every operator that is read. To add one, add its class and a line here.</summary>
internal static class OnnxOperatorCatalog
{
    internal static IReadOnlyList<OnnxOperator> All { get; } =
    [
        new TreeEnsembleClassifierOperator(),
        new TreeEnsembleRegressorOperator(),
        new TreeEnsembleOperator(),
        new LinearClassifierOperator(),
        new LinearRegressorOperator(),
        new ScalerOperator(),
        new ImputerOperator(),
        new NormalizerOperator(),
        new ArrayFeatureExtractorOperator(),
        new FeatureVectorizerOperator(),
        new LabelEncoderOperator(),
        new ZipMapOperator(),
        new AddOperator(),
        new SubOperator(),
        new MulOperator(),
        new DivOperator(),
        new ConcatOperator(),
        new ConstantOperator(),
        new CastOperator(),
        new IdentityOperator(),
        new ReshapeOperator(),
        new FlattenOperator(),
        new SqueezeOperator(),
        new ArgMaxOperator(),
        new SoftmaxOperator(),
    ];

    private static readonly Dictionary<(string, string), OnnxOperator> ByName = All.ToDictionary(one => (one.Domain, one.Type));

    /// <summary>The operator of a node; null for one that is not read.</summary>
    internal static OnnxOperator? Find(OnnxNode node) => ByName.GetValueOrDefault((node.Domain, node.Type));
}
