using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Benchmarks;

/// <summary>Runs the benchmarks that are chosen on the command line: <c>dotnet run -c Release -- --filter '*Import*'</c>.</summary>
internal static class Program
{
    private static void Main(string[] arguments)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "PSModelPruning.psd1")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("Run the benchmarks inside the project's folder.");
        string bin = Path.Combine(root, "bin");
        bool isBareLoop = arguments is ["ratio", "import-once", not "import"];
        AssemblyLoadContext.Default.Resolving += (context, name) =>
            name.Name switch
            {
                "PSModelPruning.Compute" => context.LoadFromAssemblyPath(Path.Combine(bin, "PSModelPruning.Compute.dll")),
                "CsvHelper" when isBareLoop => context.LoadFromAssemblyPath(
                    Path.Combine(AppContext.BaseDirectory, "package", "CsvHelper.dll")
                ),
                _ => null,
            };
        Start(bin, arguments);
    }

    // On its own: it needs the compute assembly to be compiled.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Start(string bin, string[] arguments)
    {
        // BenchmarkDotNet looks at every assembly that this one refers to, so it asks for them too.
        DependencyContext.Install(Path.Combine(bin, "dependencies"), Assembly.GetExecutingAssembly(), typeof(BenchmarkSwitcher).Assembly);
        if (arguments is ["ratio", "training", ..])
            TrainingRatio.Measure(arguments.Length > 2 ? int.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture) : 15);
        else if (arguments is ["ratio", "concurrent", ..])
            ConcurrentRatio.Measure(Number(arguments, 2, 7));
        else if (arguments is ["ratio", "trees", ..])
            TreeRatio.Measure(arguments.Length > 2 ? int.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture) : 5);
        else if (arguments is ["ratio", "import", ..])
            ImportRatio.Measure(arguments.Length > 2 ? int.Parse(arguments[2], System.Globalization.CultureInfo.InvariantCulture) : 15);
        else if (arguments is ["ratio", "neighbors", ..])
            NeighborRatio.Measure(Number(arguments, 2, 5));
        else if (arguments is ["ratio", "sparse", ..])
            SparseRatio.Measure(Number(arguments, 2, 15));
        else if (arguments is ["ratio", "channels", ..])
            ChannelRatio.Measure(Number(arguments, 2, 9));
        else if (arguments is ["ratio", "packing", ..])
            PackingRatio.Measure(Number(arguments, 2, 5));
        else if (arguments is ["ratio", "import-once", var work])
            ImportRatio.MeasureOnce(work);
        else if (arguments is ["ratio", "forest", ..])
            ForestRatio.Measure(Number(arguments, 2, 3), Number(arguments, 3, 100), Number(arguments, 4, -1));
        else if (arguments is ["ratio", "shared", ..])
            SharedRatio.Measure(Number(arguments, 2, 9), Number(arguments, 3, 4), arguments.Length > 4 ? arguments[4] : null);
        else if (arguments is ["shared-worker", var shared])
            SharedRatio.Serve(shared);
        else if (arguments is ["shared-load"])
            SharedRatio.KeepBusy();
        else if (arguments is ["accuracy", ..])
            AccuracyTable.Write(Path.GetDirectoryName(bin)!, arguments.Length > 1 ? arguments[1] : "");
        else
            Run(arguments);
    }

    private static int Number(string[] arguments, int place, int otherwise) =>
        arguments.Length > place ? int.Parse(arguments[place], System.Globalization.CultureInfo.InvariantCulture) : otherwise;

    // In the process: a benchmark process of its own would not find the laid libraries.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Run(string[] arguments)
    {
        ManualConfig config = ManualConfig
            .CreateEmpty()
            .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance))
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddExporter(MarkdownExporter.GitHub);
        BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(arguments, config);
    }
}
