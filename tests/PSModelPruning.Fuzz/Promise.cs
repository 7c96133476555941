using System.Globalization;
using PSModelPruning.Compute;

namespace PSModelPruning.Fuzz;

/// <summary>
/// What the module promises of any input: a result, or an error of its own with an id and a message in plain words; nothing else is
/// thrown, and no memory is taken that the input does not explain. See docs/limits.md.
/// </summary>
internal static class Promise
{
    private const long MostMemory = 3L << 30;

    // What messages of the framework look like.
    private static readonly string[] Foreign =
    [
        "System.",
        "Exception",
        "Object reference",
        "Index was outside",
        "JSON value could not",
        "(Parameter '",
        "Specified argument",
        "Nullable object",
        "Sequence contains",
        "\u001b",
    ];

    /// <summary>The seed of the mutations: a number in <c>PSMODELPRUNING_FUZZ_SEED</c>, or always the same.</summary>
    internal static int Seed { get; } = Number("PSMODELPRUNING_FUZZ_SEED", 20261201);

    /// <summary>
    /// Tries many inputs. Their number is bounded so that all fuzzers together take less than a minute;
    /// <c>PSMODELPRUNING_FUZZ_SECONDS</c> lets each of them go on for as long.
    /// </summary>
    /// <param name="inputs">Inputs without the variable.</param>
    /// <param name="run">Makes an input of its own random numbers and uses it. True where it was accepted.</param>
    /// <returns>How many inputs were accepted, and how many refused.</returns>
    internal static (int Accepted, int Refused) Try(int inputs, Func<Random, bool> run)
    {
        int seconds = Number("PSMODELPRUNING_FUZZ_SECONDS", 0);
        DateTime end = DateTime.UtcNow.AddSeconds(seconds);
        int accepted = 0,
            refused = 0;
        for (int i = 0; seconds > 0 ? DateTime.UtcNow < end : i < inputs; i++)
        {
            int seed = Seed + i;
            if (Holds(seed, () => run(new Random(seed))))
                accepted++;
            else
                refused++;
        }
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        Assert.True(process.PeakWorkingSet64 < MostMemory, $"The process took {process.PeakWorkingSet64 >> 20} MB.");
        return (accepted, refused);
    }

    private static bool Holds(int seed, Func<bool> run)
    {
        try
        {
            return run();
        }
        catch (ComputeException e)
        {
            Assert.NotEmpty(e.ErrorId);
            string? foreign = Foreign.FirstOrDefault(words => e.Message.Contains(words, StringComparison.Ordinal));
            Assert.True(foreign is null, $"Seed {seed}: the message has '{foreign}': {e.Message}");
            return false;
        }
        catch (Exception e) when (e is not Xunit.Sdk.IAssertionException)
        {
            throw new InvalidOperationException($"Seed {seed}: {e.GetType().Name} instead of an error of the module: {e.Message}", e);
        }
    }

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.Integer, CultureInfo.InvariantCulture, out int number)
            ? number
            : otherwise;
}
