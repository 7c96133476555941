namespace PSModelPruning.Compute.Pruning;

/// <summary>The figures that the reports of all families have in common.</summary>
internal static class ReportFigures
{
    /// <summary>The report with the sizes of the model before and after.</summary>
    internal static PruningReport WithSizes(this PruningReport report, Model before, Model after) =>
        report with
        {
            ParametersBefore = before.Parameters,
            ParametersAfter = after.Parameters,
            NonzeroParametersAfter = after.NonzeroParameters,
            MultiplyAccumulatesBefore = before.MultiplyAccumulates,
            MultiplyAccumulatesAfter = after.MultiplyAccumulates,
            BytesBefore = before.PackedBytes,
            BytesAfter = after.PackedBytes,
        };
}
