using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Evaluation;

/// <summary>Everything that was measured of one model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dataset">The data set whose rows were predicted.</param>
/// <param name="Partition">Which of its partitions.</param>
/// <param name="Quality">How well the rows were predicted.</param>
/// <param name="Latency">How long a call takes.</param>
internal sealed record ModelMeasurement(
    Model Model,
    Dataset Dataset,
    PartitionName Partition,
    EvaluationResult Quality,
    LatencyResult Latency
)
{
    /// <summary>The comparison with a reference.</summary>
    internal ModelComparison Against(ModelMeasurement reference)
    {
        bool sameRows = ReferenceEquals(Dataset, reference.Dataset) || Dataset.Hash.Length > 0 && Dataset.Hash == reference.Dataset.Hash;
        bool isReference = ReferenceEquals(Model, reference.Model);
        EvaluationResult mine = Quality,
            theirs = reference.Quality;
        return new ModelComparison
        {
            Name = Model.Name,
            Kind = Model.Kind,
            Task = Model.Task,
            Reference = reference.Model.Name,
            IsReference = isReference,
            Dataset = Dataset.Name,
            Partition = Partition,
            Rows = mine.Rows,
            Accuracy = mine.Accuracy,
            AccuracyChange = Points(mine.Accuracy, theirs.Accuracy),
            Precision = mine.Precision,
            PrecisionChange = Points(mine.Precision, theirs.Precision),
            Recall = mine.Recall,
            RecallChange = Points(mine.Recall, theirs.Recall),
            F1 = mine.F1,
            F1Change = Points(mine.F1, theirs.F1),
            Loss = mine.Loss,
            LossChange = mine.Loss - theirs.Loss,
            Rmse = mine.Rmse,
            RmseChange = mine.Rmse - theirs.Rmse,
            Mae = mine.Mae,
            MaeChange = mine.Mae - theirs.Mae,
            R2 = mine.R2,
            R2Change = mine.R2 - theirs.R2,
            PValue = isReference || !sameRows || Partition != reference.Partition ? double.NaN : PairedTest.Of(theirs, mine),
            Complexity = Model.Complexity,
            ComplexityUnit = Model.ComplexityUnit,
            ComplexityRatio =
                Model.ComplexityUnit == reference.Model.ComplexityUnit ? Ratio(Model.Complexity, reference.Model.Complexity) : double.NaN,
            Parameters = Model.Parameters,
            ParametersRatio = Ratio(Model.Parameters, reference.Model.Parameters),
            NonzeroParameters = Model.NonzeroParameters,
            NonzeroParametersRatio = Ratio(Model.NonzeroParameters, reference.Model.NonzeroParameters),
            Sparsity = Model.Sparsity,
            SparsityChange = Points(Model.Sparsity, reference.Model.Sparsity),
            NumberFormat = Model.NumberFormat,
            StoredBytes = Model.StoredBytes,
            StoredBytesRatio = Ratio(Model.StoredBytes, reference.Model.StoredBytes),
            PackedBytes = Model.PackedBytes,
            PackedBytesRatio = Ratio(Model.PackedBytes, reference.Model.PackedBytes),
            MultiplyAccumulates = Model.MultiplyAccumulates,
            MultiplyAccumulatesRatio = Ratio(Model.MultiplyAccumulates, reference.Model.MultiplyAccumulates),
            LatencyBatchSize = Latency.BatchSize,
            LatencyRuns = Latency.Runs,
            LatencyP50Milliseconds = Latency.P50Milliseconds,
            LatencyP95Milliseconds = Latency.P95Milliseconds,
            LatencyP95Ratio = Ratio(Latency.P95Milliseconds, reference.Latency.P95Milliseconds),
            SpeedUp = Ratio(reference.Latency.P50Milliseconds, Latency.P50Milliseconds),
            ConfusionMatrix = mine.ConfusionMatrix,
            ClassFigures = mine.ClassFigures,
            RemarkMessages = ComparisonRemarks.Of(this, reference, sameRows),
        }.In(MessageWording.Plain);
    }

    private static double Points(double mine, double theirs) => 100 * (mine - theirs);

    private static double Ratio(double part, double whole) => whole == 0 ? double.NaN : part / whole;
}
