using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>
/// A learned linear map from the channels of a student's layer to those of a teacher's: the same at every place, so a 1 x 1 convolution for
/// images.
/// </summary>
internal sealed class LayerRegressor
{
    private readonly GraphParameter _weight;
    private readonly GraphParameter _bias;

    private LayerRegressor(GraphParameter weight, GraphParameter bias)
    {
        _weight = weight;
        _bias = bias;
    }

    /// <summary>What is fitted.</summary>
    internal IEnumerable<GraphParameter> Parameters => [_weight, _bias];

    /// <summary>
    /// Whether two layers can be compared: as many axes, the channels at the same one, and the same sizes but for the channels.
    /// </summary>
    /// <param name="teacher">The shape of the teacher's layer, with the axis of rows.</param>
    /// <param name="teacherChannels">The axis of its channels.</param>
    /// <param name="student">The shape of the student's.</param>
    /// <param name="studentChannels">The axis of its channels.</param>
    internal static bool Fits(long[] teacher, int teacherChannels, long[] student, int studentChannels) =>
        teacher.Length == student.Length
        && teacher.Length >= 2
        && teacherChannels == studentChannels
        && !teacher.Where((size, axis) => axis != teacherChannels && size != student[axis]).Any();

    /// <summary>A new map; null for layers of the same width, which are compared as they are.</summary>
    /// <param name="name">Unique in the run.</param>
    /// <param name="student">The shape of the student's layer.</param>
    /// <param name="teacher">The shape of the teacher's.</param>
    /// <param name="channels">The axis of the channels.</param>
    /// <param name="generator">The random numbers of the starting weights.</param>
    internal static LayerRegressor? Between(string name, long[] student, long[] teacher, int channels, Generator generator)
    {
        (long from, long to) = (student[channels], teacher[channels]);
        if (from == to)
            return null;
        using IDisposable gradient = no_grad();
        // A weight has a window of 1 at every axis behind the channels.
        long[] shape = [to, from, .. Enumerable.Repeat(1L, student.Length - channels - 1)];
        return new LayerRegressor(
            new GraphParameter($"{name}.weight", new Initializer.ScaledNormal(from).Make(shape, 1, generator), true),
            new GraphParameter($"{name}.bias", Initializer.Zeros.Make([to], 1, generator), true)
        );
    }

    /// <summary>The student's channels as the teacher's.</summary>
    internal Tensor Apply(Tensor student) =>
        _weight.Value.dim() switch
        {
            4 => nn.functional.conv2d(student, _weight.Value, _bias.Value),
            3 => nn.functional.conv1d(student, _weight.Value, _bias.Value),
            _ => nn.functional.linear(student, _weight.Value, _bias.Value),
        };
}
