using PSModelPruning.Compute.Networks.Operators;

namespace PSModelPruning.Compute.Networks;

/// <summary>Lists every operator. To add one, add its class under <c>Operators/</c> and a line here.</summary>
internal static class OperatorCatalog
{
    private static readonly Dictionary<string, Operator> Operators = new Operator[]
    {
        new ReluOperator(),
        new GemmOperator(),
        new FlattenOperator(),
    }.ToDictionary(o => o.Type);

    /// <summary>All operators.</summary>
    internal static IReadOnlyCollection<Operator> All => Operators.Values;

    /// <summary>The operator of a type.</summary>
    /// <exception cref="ComputeException"><c>OperatorUnknown</c>: there is none of that name.</exception>
    internal static Operator Get(string type) =>
        Operators.TryGetValue(type, out Operator? found) ? found : throw NetworkErrors.OperatorUnknown(type, Operators.Keys);
}
