using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using PSModelPruning.Compute.Models;
using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// A teacher before the training rows of a data set. What it predicts of them is computed once, when it is first asked for, and is the same
/// in every epoch and in every fine-tuning of a pruning.
/// </summary>
internal sealed class Teacher
{
    private readonly int[] _classOrder;
    private readonly double _offset;
    private readonly double _scale;
    private float[]? _targets;

    private Teacher(DistillationOptions options, PartitionView rows, int[] classOrder, double offset, double scale)
    {
        Options = options;
        Rows = rows;
        _classOrder = classOrder;
        _offset = offset;
        _scale = scale;
    }

    /// <summary>How it teaches.</summary>
    internal DistillationOptions Options { get; }

    /// <summary>The training rows as the teacher takes them.</summary>
    internal PartitionView Rows { get; }

    /// <summary>Who teaches and how, for histories: <c>taught by 'forest' (Forest), weight 0.5, temperature 4</c>.</summary>
    internal string Description
    {
        get
        {
            string temperature =
                Options.Teacher.Task == LearningTask.Classification ? Text($", temperature {Options.EffectiveTemperature}") : "";
            string matches =
                Options.Matches.Count == 0
                    ? ""
                    : Text($", layers {string.Join(", ", Options.Matches)} matched with weight {Options.MatchWeight}");
            return Text($"taught by '{Options.Teacher.Name}' ({Options.Teacher.Kind}), weight {Options.Weight}{temperature}{matches}");
        }
    }

    /// <summary>Puts a teacher before the training rows of a data set, after it was checked that it fits.</summary>
    /// <param name="options">The teacher and how it teaches.</param>
    /// <param name="dataset">The data set; it may have more features than the teacher takes, in another order and scale.</param>
    /// <param name="classes">The student's classes in the order of its outputs; empty for regression.</param>
    /// <param name="offset">The student learns (target − offset) / scale.</param>
    /// <param name="scale">See <paramref name="offset"/>.</param>
    /// <exception cref="ComputeException"><c>SchemaMismatch</c>: other features, another task or other classes.
    /// <c>TemperatureNotForRegression</c>,
    /// <c>TrainingOptionOutOfRange</c>, <c>MatchLayerNeedsNetwork</c>: the options do not fit.</exception>
    internal static Teacher Of(
        DistillationOptions options,
        Dataset dataset,
        IReadOnlyList<string> classes,
        double offset = 0,
        double scale = 1
    )
    {
        Check(options);
        Model model = options.Teacher;
        PartitionView rows = PartitionView.Of(model, dataset, PartitionName.Training);
        if (model.Task == LearningTask.Regression && options.Temperature is not null)
            throw DistillationErrors.TemperatureForNumbers();
        if (model.Classes.Count != classes.Count || classes.Except(model.Classes).Any())
            throw DistillationErrors.ClassesDiffer(model, classes);
        List<string> known = [.. model.Classes];
        return new Teacher(options, rows, [.. classes.Select(name => known.IndexOf(name))], offset, scale);
    }

    /// <summary>
    /// What the student learns from, for every training row: logarithms of probabilities at the temperature <c>[rows × classes]</c>, in the
    /// student's order of classes, or numbers in its learned units <c>[rows]</c>.
    /// </summary>
    internal float[] Targets(IWorkMonitor monitor)
    {
        if (_targets is not null)
            return _targets;
        monitor.Verbose($"The teacher '{Options.Teacher.Name}' predicts the {Rows.RowCount:N0} training rows.");
        return _targets =
            Options.Teacher.Task == LearningTask.Classification
                ? SoftTargets.LogProbabilities(Options.Teacher, Rows, _classOrder, Options.EffectiveTemperature, monitor)
                : SoftTargets.Numbers(Options.Teacher, Rows, _offset, _scale, monitor);
    }

    /// <summary>What a run that is resumed must have in common with the one that was interrupted.</summary>
    internal IEnumerable<KeyValuePair<string, string>> Fingerprint(IWorkMonitor monitor)
    {
        yield return new("DistillationWeight", Text($"{Options.Weight:R}"));
        if (Options.Teacher.Task == LearningTask.Classification)
            yield return new("Temperature", Text($"{Options.EffectiveTemperature:R}"));
        if (Options.Matches.Count > 0)
        {
            yield return new("MatchLayer", string.Join(' ', Options.Matches).ToUpperInvariant());
            yield return new("MatchWeight", Text($"{Options.MatchWeight:R}"));
        }
        yield return new("Teacher", Hash(monitor)[..16]);
    }

    /// <summary>
    /// The hash of a network's parameters, or of what another teacher says: the outputs of a network may differ in their last bits with the
    /// number of threads, those of other models do not.
    /// </summary>
    private string Hash(IWorkMonitor monitor)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (Options.Teacher is NetworkModel network)
        {
            foreach (GraphParameter parameter in network.Graph.Parameters.Values)
                hash.AppendData(parameter.Value.bytes);
        }
        else
        {
            hash.AppendData(MemoryMarshal.AsBytes<float>(Targets(monitor)));
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private static void Check(DistillationOptions options)
    {
        Require(
            "Temperature",
            options.EffectiveTemperature,
            options.EffectiveTemperature >= DistillationOptions.LeastTemperature && double.IsFinite(options.EffectiveTemperature),
            "a number of at least 0.001"
        );
        Require("DistillationWeight", options.Weight, options.Weight is >= 0 and <= 1, "from 0 to 1");
        Require("MatchWeight", options.MatchWeight, options.MatchWeight > 0 && double.IsFinite(options.MatchWeight), "a number above 0");
        if (options.Weight == 0 && options.Matches.Count == 0)
            throw DistillationErrors.TeacherIsUseless();
        if (options.Weight == 0 && options.Temperature is not null)
            throw DistillationErrors.TemperatureUnused();
        if (options.Matches.Count > 0 && options.Teacher is not NetworkModel)
            throw DistillationErrors.MatchNeedsNetwork(options.Teacher);
        if (
            options.Matches.GroupBy(match => match.ToString(), StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is
            { } twice
        )
            throw DistillationErrors.MatchTwice(twice.First());
    }

    private static void Require(string option, double value, bool isRight, string range)
    {
        if (!isRight)
            throw TrainingErrors.OptionOutOfRange(option, value, range);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
