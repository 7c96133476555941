using TorchSharp;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Makes the numbers that tensor operations take. A scalar that TorchSharp makes in passing may be finalized while native code still reads
/// it, where another thread collects garbage just then (dotnet/TorchSharp pull requests 1434 and 1496); one that is made here lives until
/// its thread has made <see cref="Held"/> more. A build error forbids the conversion in passing.
/// </summary>
internal static class Number
{
    private const int Held = 64;

    [ThreadStatic]
    private static Scalar[]? _latest;

    [ThreadStatic]
    private static int _next;

    internal static Scalar Of(double value) => Hold(value.ToScalar());

    internal static Scalar Of(long value) => Hold(value.ToScalar());

    internal static Scalar Of(bool value) => Hold(value.ToScalar());

    private static Scalar Hold(Scalar scalar)
    {
        Scalar[] latest = _latest ??= new Scalar[Held];
        latest[_next] = scalar;
        _next = (_next + 1) % Held;
        return scalar;
    }
}
