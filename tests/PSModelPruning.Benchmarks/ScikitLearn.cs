using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PSModelPruning.Benchmarks;

/// <summary>
/// A Python process with scikit-learn, for measurements side by side: it runs a script that does one thing for each line it is sent and
/// answers with a line. <c>python3</c> is taken, or what the environment variable PYTHON names.
/// </summary>
internal sealed class ScikitLearn : IDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private ScikitLearn(Process process, string folder)
    {
        _process = process;
        _folder = folder;
    }

    /// <summary>Starts a script.</summary>
    /// <param name="script">
    /// Python that finds <c>X</c> [rows, width] and <c>y</c> [rows], and defines <c>answer(line)</c>, whose result is sent back. Numbers
    /// are written with repr.
    /// </param>
    /// <param name="inputs"><c>[rows × width]</c>.</param>
    /// <param name="targets"><c>[rows]</c>.</param>
    internal static ScikitLearn Start(string script, float[] inputs, float[] targets)
    {
        string folder = Directory.CreateTempSubdirectory("sklearn-").FullName;
        File.WriteAllBytes(Path.Combine(folder, "x"), MemoryMarshal.AsBytes(inputs.AsSpan()).ToArray());
        File.WriteAllBytes(Path.Combine(folder, "y"), MemoryMarshal.AsBytes(targets.AsSpan()).ToArray());
        File.WriteAllText(
            Path.Combine(folder, "script.py"),
            $"""
            import sys, time
            import numpy as np
            y = np.fromfile('y', np.float32)
            X = np.fromfile('x', np.float32).reshape(len(y), -1)
            {script.ReplaceLineEndings("\n")}
            for line in sys.stdin:
                print(answer(line.strip()), flush=True)
            """
        );
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("PYTHON") ?? "python3", "script.py")
        {
            WorkingDirectory = folder,
            // Threads that wait must not spin: the machine may be busy with other work.
            Environment = { ["OMP_WAIT_POLICY"] = "passive" },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return new ScikitLearn(Process.Start(start)!, folder);
    }

    /// <summary>Sends a line and returns the answer.</summary>
    internal string Ask(string line)
    {
        _process.StandardInput.WriteLine(line);
        return _process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("Python ended; it wrote to the console why.");
    }

    /// <summary>Sends a line and returns the numbers of the answer, which blanks separate.</summary>
    internal double[] AskNumbers(string line) =>
        [.. Ask(line).Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))];

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
