using PSModelPruning.Compute.Networks;
using PSModelPruning.Compute.Networks.Building;
using static TorchSharp.torch;

namespace PSModelPruning.Compute.Training.Distillation;

/// <summary>A learned linear map from the channels of a student's layer to those of a teacher's: the same at every place, so a 1 x 1 convolution for images.</summary>
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

    /// <summary>Whether two layers can be compared: as many axes, and the same sizes but for the channels.</summary>
    /// <param name="teacher">The shape of the teacher's layer, with the axis of rows.</param>
    /// <param name="student">The shape of the student's.</param>
    internal static bool Fits(long[] teacher, long[] student) =>
        teacher.Length == student.Length && teacher.Length >= 2 && !teacher.Where((size, axis) => axis != ChannelAxis(teacher) && size != student[axis]).Any();

    /// <summary>A new map; null for layers of the same width, which are compared as they are.</summary>
    /// <param name="name">Unique in the run.</param>
    /// <param name="student">The shape of the student's layer.</param>
    /// <param name="teacher">The shape of the teacher's.</param>
    /// <param name="generator">The random numbers of the starting weights.</param>
    internal static LayerRegressor? Between(string name, long[] student, long[] teacher, Generator generator)
    {
        int axis = ChannelAxis(student);
        (long from, long to) = (student[axis], teacher[axis]);
        if (from == to)
            return null;
        using IDisposable gradient = no_grad();
        long[] shape = student.Length == 4 ? [to, from, 1, 1] : [to, from];
        return new LayerRegressor(
            new GraphParameter($"{name}.weight", new Initializer.ScaledNormal(from).Make(shape, 1, generator), true),
            new GraphParameter($"{name}.bias", Initializer.Zeros.Make([to], 1, generator), true));
    }

    /// <summary>The student's channels as the teacher's.</summary>
    internal Tensor Apply(Tensor student) => student.shape.Length switch
    {
        4 => nn.functional.conv2d(student, _weight.Value, _bias.Value),
        _ => nn.functional.linear(student, _weight.Value, _bias.Value),
    };

    /// <summary>Images have their channels before height and width; rows of numbers and sequences have them last.</summary>
    private static int ChannelAxis(long[] shape) => shape.Length == 4 ? 1 : shape.Length - 1;
}
