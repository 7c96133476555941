using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>The errors of learning from a teacher.</summary>
internal static class DistillationErrors
{
    internal static ComputeException TeacherMissing(string parameter) =>
        new(
            "TeacherMissing",
            ErrorKind.InvalidArgument,
            $"{new OptionName(parameter)} applies to learning from another model. Specify that model with {Option.Teacher}, or "
                + $"omit {new OptionName(parameter)}."
        );

    internal static ComputeException TeacherIsUseless() =>
        new(
            "TrainingOptionOutOfRange",
            ErrorKind.InvalidArgument,
            $"DistillationWeight is 0 and no layers are matched, so the teacher would teach nothing. Use a weight above "
                + $"0 to 1, match layers with {Option.MatchLayer}, or omit {Option.Teacher}."
        );

    internal static ComputeException TemperatureForNumbers() =>
        new(
            "TemperatureNotForRegression",
            ErrorKind.InvalidArgument,
            $"{Option.Temperature} softens the probabilities of classes, but the target is a number. Omit it."
        );

    internal static ComputeException ClassesDiffer(Model teacher, IReadOnlyList<string> classes) =>
        new(
            "SchemaMismatch",
            ErrorKind.InvalidArgument,
            $"The teacher '{teacher.Name}' predicts {Text(teacher.Classes)}, the student {Text(classes)}. Use a teacher that was "
                + $"trained on the same classes; their order does not matter."
        );

    internal static ComputeException MatchInvalid(string text) =>
        new(
            "MatchLayerInvalid",
            ErrorKind.InvalidArgument,
            $"'{text}' for {Option.MatchLayer} is not of the form 'teacherLayer=studentLayer', such as 'relu4=relu2'."
        );

    internal static ComputeException MatchTwice(LayerMatch match) =>
        new(
            "MatchLayerInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.MatchLayer} names '{match}' twice. Specify each pair of layers once; {Option.MatchWeight} sets how much "
                + $"they count."
        );

    internal static ComputeException TemperatureUnused() =>
        new(
            "TrainingOptionOutOfRange",
            ErrorKind.InvalidArgument,
            $"{Option.Temperature} softens what the teacher predicts, and with a DistillationWeight of 0 only matched layers "
                + $"teach. Omit it, or use a weight above 0."
        );

    internal static ComputeException MatchWeightAlone() =>
        new(
            "MatchLayerInvalid",
            ErrorKind.InvalidArgument,
            $"{Option.MatchWeight} weighs the error between matched layers, and no layers are matched. Specify them with "
                + $"{Option.MatchLayer}, or omit it."
        );

    internal static ComputeException MatchNeedsNetwork(Model teacher) =>
        new(
            "MatchLayerNeedsNetwork",
            ErrorKind.InvalidArgument,
            $"{Option.MatchLayer} compares layers, and the teacher '{teacher.Name}' ({teacher.Kind}) has none. Omit it, "
                + $"or use a network as the teacher."
        );

    internal static ComputeException MatchLayerUnknown(string whose, string layer, IEnumerable<string> layers) =>
        new("LayerUnknown", ErrorKind.InvalidArgument, $"The {whose} has no layer '{layer}'. Its layers: {string.Join(", ", layers)}.");

    internal static ComputeException MatchShapes(LayerMatch match, IEnumerable<long> teacher, IEnumerable<long> student) =>
        new(
            "MatchLayerShape",
            ErrorKind.InvalidArgument,
            $"The layers of {Option.MatchLayer.Is(match)} do not fit: the teacher's gives [{string.Join(" x ", teacher)}] a "
                + $"row, the student's [{string.Join(" x ", student)}]. The number of channels or neurons may differ, the number of "
                + $"axes and the height and width may not."
        );

    private static string Text(IReadOnlyList<string> classes) =>
        $"{classes.Count} classes ({string.Join(", ", classes.Take(10))}{(classes.Count > 10 ? " …" : "")})";
}
