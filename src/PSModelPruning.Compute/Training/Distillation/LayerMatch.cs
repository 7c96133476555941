namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>A layer of the student that learns to compute what a layer of the teacher does.</summary>
/// <param name="Teacher">The teacher's layer, by name.</param>
/// <param name="Student">The student's layer, by name.</param>
internal sealed record LayerMatch(string Teacher, string Student)
{
    /// <summary>Reads <c>teacherLayer=studentLayer</c>; one name alone is the layer of that name in both.</summary>
    /// <exception cref="ComputeException"><c>MatchLayerInvalid</c>.</exception>
    internal static LayerMatch Parse(string text)
    {
        string[] names = text.Split('=', StringSplitOptions.TrimEntries);
        return names.Length <= 2 && names.All(name => name.Length > 0)
            ? new LayerMatch(names[0], names[^1])
            : throw DistillationErrors.MatchInvalid(text);
    }

    /// <summary>As it is typed.</summary>
    public override string ToString() => $"{Teacher}={Student}";
}
