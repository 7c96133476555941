using System.Globalization;
using TorchSharp;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Holds the number of threads that work may use. The number belongs to the calling thread, in loops and in libtorch alike, so that runs
/// on different threads neither wait for each other nor change each other's results.
/// </summary>
/// <remarks>
/// OpenMP and MKL keep their thread counts per calling thread (<c>omp_set_num_threads</c>, <c>mkl_set_num_threads_local</c>), and the
/// backward pass of a CPU graph runs on the thread that asks for it. Only the count with which libtorch starts a thread that it has not
/// seen before belongs to the process. Nothing here relies on it: every thread is told its own count before its first operation.
/// </remarks>
internal static class ThreadLimit
{
    // What a batch system or the user grants to the process. Neither need set the processor affinity that .NET looks at.
    private static readonly string[] Grants = ["SLURM_CPUS_PER_TASK", "OMP_NUM_THREADS"];

    [ThreadStatic]
    private static int t_limit;

    [ThreadStatic]
    private static int t_tensors;

    private static int s_tensors;

    /// <summary>The threads of a process without a limit: its processors, or fewer where its environment grants fewer.</summary>
    internal static int OfProcess { get; } = Granted(Environment.ProcessorCount, Environment.GetEnvironmentVariable);

    /// <summary>The threads that a loop on this thread may use now.</summary>
    internal static int Current => t_limit > 0 ? t_limit : OfProcess;

    /// <summary>The threads that libtorch uses for operations on this thread.</summary>
    internal static int OfTensors
    {
        get
        {
            PrepareTensors();
            return t_tensors;
        }
    }

    /// <summary>The threads for a setting.</summary>
    /// <param name="threads">What was asked for; 0 takes all that are allowed. A limit of this thread is never exceeded.</param>
    internal static int Of(int threads) =>
        threads <= 0 ? Current
        : t_limit > 0 ? Math.Min(threads, t_limit)
        : threads;

    /// <summary>Runs work on this thread under a limit for its loops and its tensor operations. Runs may be nested.</summary>
    /// <param name="threads">The limit; 0 leaves the one that holds.</param>
    /// <param name="work">The work, which may compute tensors.</param>
    /// <param name="tensors">The threads for tensor operations, where they are not <paramref name="threads"/>; 0 for those.</param>
    internal static T Run<T>(int threads, Func<T> work, int tensors = 0)
    {
        PrepareTensors();
        (int limit, int count) = (t_limit, t_tensors);
        try
        {
            if (threads > 0)
                t_limit = threads;
            if (tensors > 0 || threads > 0)
                SetTensors(tensors > 0 ? tensors : threads);
            return work();
        }
        finally
        {
            t_limit = limit;
            SetTensors(count);
        }
    }

    /// <summary>Limits the loops of this thread until the result is disposed; says nothing about tensor operations.</summary>
    /// <param name="threads">The limit; 0 leaves the one that holds.</param>
    internal static LoopScope Loops(int threads) => new(threads);

    /// <summary>Tells libtorch the count of the process, once, before the first operation.</summary>
    internal static void StartTensors()
    {
        s_tensors = Math.Min(torch.get_num_threads(), OfProcess);
        // Said even where it is the count already: it also ends MKL's own choice of fewer threads, which would make results depend on
        // whether a run before had set a count.
        SetTensors(s_tensors);
    }

    /// <summary>
    /// Loads libtorch where that has not happened yet, and tells it the count of this thread where it has not been told. Costs nothing
    /// afterwards. From then on somebody looks whether the machine is shared.
    /// </summary>
    internal static void PrepareTensors()
    {
        if (t_tensors == 0)
            TorchRuntime.EnsureAvailable();
        SharedMachine.Watch();
    }

    /// <summary>Tells a loaded libtorch the count of this thread where it has not been told.</summary>
    internal static void StartThread()
    {
        if (t_tensors == 0)
            SetTensors(s_tensors);
    }

    /// <summary>The processors, or fewer where the environment grants fewer.</summary>
    /// <param name="processors">The processors that the operating system gives the process.</param>
    /// <param name="variable">Reads an environment variable.</param>
    internal static int Granted(int processors, Func<string, string?> variable)
    {
        foreach (string name in Grants)
        {
            // OMP_NUM_THREADS may list a number for each level of nesting: the first is the outermost.
            string first = (variable(name) ?? "").Split(',')[0];
            if (int.TryParse(first, NumberStyles.Integer, CultureInfo.InvariantCulture, out int granted) && granted > 0)
                processors = Math.Min(processors, granted);
        }
        return processors;
    }

    private static void SetTensors(int count)
    {
        if (count == t_tensors || count == 0)
            return;
        // A thread that libtorch has not seen takes the process's count at its first question, over anything that was set before.
        if (t_tensors == 0)
            _ = torch.get_num_threads();
        torch.set_num_threads(count);
        t_tensors = count;
    }

    /// <summary>A limit of the loops of the thread that made it.</summary>
    internal readonly ref struct LoopScope
    {
        private readonly int _before;

        internal LoopScope(int threads)
        {
            _before = t_limit;
            if (threads > 0)
                t_limit = threads;
        }

        public void Dispose() => t_limit = _before;
    }
}
