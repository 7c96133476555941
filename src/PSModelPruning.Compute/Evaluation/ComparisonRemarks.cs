using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>What a reader of a comparison should know so as not to be misled by it.</summary>
internal static class ComparisonRemarks
{
    private const double NoticeableSparsity = 0.01;
    private const double SameWork = 0.99;
    private const double NoticeableSpeedUp = 1.1;

    /// <summary>The remarks on one measurement.</summary>
    /// <param name="model">The measured model.</param>
    /// <param name="reference">What it is compared with.</param>
    /// <param name="sameRows">Whether both predicted the same rows.</param>
    internal static IReadOnlyList<ComputeMessage> Of(ModelMeasurement model, ModelMeasurement reference, bool sameRows)
    {
        var remarks = new List<ComputeMessage>();
        if (ZerosWithoutSpeed(model, reference))
        {
            remarks.Add(
                $"{model.Model.Sparsity:P1} of the weights of '{model.Model.Name}' are zero, but it is not faster: "
                    + $"{Why(model.Model)}. They only make its file smaller ({Kilobytes(model.Model.PackedBytes)} "
                    + $"packed, "
                    + $"{Kilobytes(model.Model.StoredBytes)} dense). Remove whole channels or neurons "
                    + $"({Option.Granularity.Is("Channel")} or Neuron) to be faster."
            );
        }
        if (sameRows && model.Partition == reference.Partition && !ReferenceEquals(model.Model, reference.Model))
        {
            remarks.AddRange(
                ScoreLosses.Of(
                    model.Model.Name,
                    model.Quality,
                    reference.Model.Name,
                    reference.Quality,
                    model.Partition.ToString().ToLowerInvariant()
                )
            );
        }
        if (!sameRows)
        {
            remarks.Add(
                $"'{model.Model.Name}' was measured on the data set '{model.Dataset.Name}' and the reference "
                    + $"'{reference.Model.Name}' on '{reference.Dataset.Name}': the rows differ, so their figures cannot be compared. "
                    + $"Give one data set for both with {Option.Dataset}."
            );
        }
        if (
            model.Model.Dataset is { } trained
            && trained.Hash != model.Dataset.Hash
            && trained.Source is { } source
            && source == model.Dataset.Source
        )
        {
            remarks.Add(
                $"'{model.Model.Name}' was trained on another division of '{trained.Name}': rows measured here may be rows it has learned. "
                    + $"Import the data set with the seed and the fractions that the model was trained with."
            );
        }
        return remarks;
    }

    private static bool ZerosWithoutSpeed(ModelMeasurement model, ModelMeasurement reference) =>
        !ReferenceEquals(model.Model, reference.Model)
        && model.Model.KeepsZeros
        && reference.Model.KeepsZeros
        && model.Model.Sparsity >= reference.Model.Sparsity + NoticeableSparsity
        && !IsRounding(model.Model)
        && model.Model.MultiplyAccumulates >= SameWork * reference.Model.MultiplyAccumulates
        && model.Latency.P50Milliseconds * NoticeableSpeedUp > reference.Latency.P50Milliseconds;

    /// <summary>True where numbers were only stored in fewer bits, which makes zeros of the smallest.</summary>
    private static bool IsRounding(Model model) => model.Pruning is { IsQuantizationAlone: true };

    private static string Why(Model model) =>
        model.PassesOverZeros
            ? "its kernel skips them, but a row needs so little computation that this makes no difference"
            : "zeros are multiplied like any number";

    private static string Kilobytes(long bytes) => FormattableString.Invariant($"{bytes / 1024.0:N1} KB");
}
