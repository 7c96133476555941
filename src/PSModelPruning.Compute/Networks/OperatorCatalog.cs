using PSModelPruning.Compute.Networks.Operators;

namespace PSModelPruning.Compute.Networks;

/// <summary>Lists every operator. To add one, add its class under <c>Operators/</c> and a line here.</summary>
internal static class OperatorCatalog
{
    private static readonly Dictionary<string, Operator> Operators = new Operator[]
    {
        new ConvOperator(),
        new GemmOperator(),
        new MatMulOperator(),
        new GatherOperator(),
        new LstmOperator(),
        new GruOperator(),
        new AttentionOperator(),
        new BatchNormalizationOperator(),
        new LayerNormalizationOperator(),
        new ReluOperator(),
        new LeakyReluOperator(),
        new SigmoidOperator(),
        new TanhOperator(),
        new GeluOperator(),
        new SoftmaxOperator(),
        new ClipOperator(),
        new DropoutOperator(),
        new MaxPoolOperator(),
        new AveragePoolOperator(),
        new GlobalAveragePoolOperator(),
        new AddOperator(),
        new MulOperator(),
        new ConcatOperator(),
        new FlattenOperator(),
        new ReshapeOperator(),
        new TransposeOperator(),
        new IdentityOperator(),
        new SplitOperator(),
        new CastOperator(),
        new ArgMaxOperator(),
        new EqualOperator(),
        new WhereOperator(),
        new QuantizeLinearOperator(),
        new DequantizeLinearOperator(),
    }.ToDictionary(o => o.Type);

    /// <summary>All operators.</summary>
    internal static IReadOnlyCollection<Operator> All => Operators.Values;

    /// <summary>The operator of a type.</summary>
    /// <exception cref="ComputeException"><c>OperatorUnknown</c>: there is none of that name.</exception>
    internal static Operator Get(string type) =>
        Operators.TryGetValue(type, out Operator? found) ? found : throw NetworkErrors.OperatorUnknown(type, Operators.Keys);

    /// <summary>The operator of a class, for whoever adds a node of it.</summary>
    internal static T Of<T>()
        where T : Operator => Operators.Values.OfType<T>().Single();
}
