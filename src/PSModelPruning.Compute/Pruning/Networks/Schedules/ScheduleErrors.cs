using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Pruning.Networks.Schedules;

/// <summary>Errors of schedules that do not fit other choices.</summary>
internal static class ScheduleErrors
{
    internal static ComputeException NotForGranularity(string schedule, string granularity, string right) =>
        new(
            "ScheduleNotForGranularity",
            ErrorKind.InvalidArgument,
            $"Schedule {schedule} works with the granularities {right}, and not with {granularity}. Use one of these, or another "
                + $"schedule such as {Option.Schedule.Is("Iterative")}."
        );

    internal static ComputeException CheckpointNotForSchedule(string schedule) =>
        new(
            "CheckpointNotForSchedule",
            ErrorKind.InvalidArgument,
            $"Schedule {schedule} keeps no checkpoint: the strength of its penalty depends on the whole run. Omit "
                + $"{Option.CheckpointPath}, or use another schedule."
        );

    internal static ComputeException NotForMethod(string schedule, string method, string by) =>
        new(
            "ScheduleNotForMethod",
            ErrorKind.InvalidArgument,
            $"Schedule {schedule} removes small weights, but method {method} would decide otherwise: {by}. Omit "
                + $"{Option.Method}, or use another schedule such as Gradual."
        );
}
