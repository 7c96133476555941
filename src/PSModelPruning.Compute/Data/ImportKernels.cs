using System.Reflection;
using System.Runtime.CompilerServices;
using CsvHelper;

namespace PSModelPruning.Compute.Data;

/// <summary>
/// Compiles the inner loops of an import on another core, while the first file of a process is opened and its form found out. Loops that
/// are marked
/// <see cref="MethodImplOptions.AggressiveOptimization"/> are for the vector instructions of this machine, and so in no image that is
/// compiled ahead of time.
/// </summary>
internal static class ImportKernels
{
    /// <summary>Where the loops are, in the order of their use; the CSV reader's own come before them.</summary>
    private static readonly Type[] Homes =
    [
        typeof(ParsingWorker),
        typeof(PlainRows),
        typeof(NumberText),
        typeof(RawColumns),
        typeof(TargetFit),
        typeof(Partitioner),
        typeof(TrainingMask),
        typeof(RowPlan),
        typeof(MatrixWriter),
    ];

    private static int s_started;

    /// <summary>Starts, once in a process. Waits for nothing.</summary>
    internal static void Prepare()
    {
        if (Interlocked.Exchange(ref s_started, 1) == 0 && Environment.ProcessorCount > 1)
            Task.Factory.StartNew(Compile, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    private static void Compile()
    {
        var padded = new TableLayout(',', CsvMode.Rfc4180, false, false, [], null);
        Read(padded);
        Read(padded with { IsPadded = false });
        foreach (Type home in Homes)
        {
            foreach (
                MethodInfo method in home.GetMethods(
                    BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly
                )
            )
            {
                if ((method.MethodImplementationFlags & MethodImplAttributes.AggressiveOptimization) != 0)
                    RuntimeHelpers.PrepareMethod(method.MethodHandle);
            }
        }
    }

    private static void Read(TableLayout layout)
    {
        using CsvReader reader = CsvReader.Create("0,0\n"u8.ToArray(), layout.ReaderOptions);
        reader.Read();
    }
}
