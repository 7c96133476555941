using PSModelPruning.Compute.Runtime;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Runtime;

/// <summary>How OpenMP's threads wait on a machine that is shared with others.</summary>
// Counts the threads of the process, which tests beside it would change.
[CollectionDefinition(nameof(SharedMachineTests), DisableParallelization = true)]
[Collection(nameof(SharedMachineTests))]
public sealed class SharedMachineTests
{
    [Fact]
    public void LoadIsReadFromTheKernelsTexts()
    {
        MachineLoad load = MachineLoad.Of(
            "cpu  100 10 50 800 20 3 2 15 7 0\ncpu0 1 2 3\nctxt 5\nprocs_running 6\n",
            "42 (a (b) c) S 1 2 3 4 5 6 7 8 9 10 30 12 13 14"
        );
        Assert.Equal(new MachineLoad(Busy: 180, All: 1000, Own: 42, Running: 6), load);
    }

    [Theory]
    [InlineData("", "1 (a) S 1 2 3 4 5 6 7 8 9 10 30 12")]
    [InlineData("cpu  1 2 3", "1 (a) S 1 2 3 4 5 6 7 8 9 10 30 12")]
    [InlineData("cpu  1 2 x 4 5 6 7 8", "1 (a) S 1 2 3 4 5 6 7 8 9 10 30 12")]
    public void TextsOfAnotherFormAreRefused(string machine, string process) =>
        Assert.Throws<FormatException>(() => MachineLoad.Of(machine, process));

    [Fact]
    public void OthersAreWhatThisProcessDidNotDo()
    {
        var before = new MachineLoad(Busy: 100, All: 1000, Own: 50, Running: 1);
        var after = new MachineLoad(Busy: 260, All: 1200, Own: 90, Running: 1);
        Assert.Equal(1.2, after.OthersSince(before, 2), 12);
        Assert.Equal(0.4, after.OwnSince(before, 2), 12);
        Assert.Equal(0, before.OthersSince(before, 2));
    }

    [Theory]
    [InlineData(1.3, 2, 2, true)]
    [InlineData(0.2, 2, 2, false)]
    [InlineData(20, 64, 8, false)] // Plenty of processors are left for others.
    [InlineData(57, 64, 8, true)]
    public void ThreadsSleepWhereOthersWantTheirProcessors(double others, int processors, int threads, bool expected)
    {
        int quiet = 0;
        Assert.Equal(expected, SharedMachine.Decide(false, others, processors, threads, ref quiet));
    }

    [Fact]
    public void OneQuietLookDoesNotEndTheSleep()
    {
        int quiet = 0;
        bool throttled = SharedMachine.Decide(false, 1, 2, 2, ref quiet);
        for (int look = 0; look < 4; look++)
            Assert.True(throttled = SharedMachine.Decide(throttled, 0, 2, 2, ref quiet));
        Assert.False(SharedMachine.Decide(throttled, 0, 2, 2, ref quiet));
    }

    [Fact]
    public void ChoicesOfTheUserReachNativeLibrariesAndAreNeverReplaced()
    {
        var set = new Dictionary<string, string>();
        Assert.False(OpenMpWaiting.PassOn(_ => null, _ => null, set.Add));
        Assert.Empty(set);
        Assert.True(OpenMpWaiting.PassOn(_ => null, name => name == "OMP_WAIT_POLICY" ? "active" : null, set.Add));
        Assert.Empty(set);
        // As $env:GOMP_SPINCOUNT = 5 in PowerShell, which .NET keeps to itself on Unix.
        Assert.True(OpenMpWaiting.PassOn(name => name == "GOMP_SPINCOUNT" ? "5" : null, _ => null, set.Add));
        Assert.Equal("5", Assert.Single(set).Value);
    }

    [Fact]
    public void TheTeamThatSleepsComesAndGoes()
    {
        if (!OperatingSystem.IsLinux())
            return;
        TorchRuntime.EnsureAvailable();
        int threads = torch.get_num_threads();
        SharedMachine.Throttle(false);
        int before = Threads();
        SharedMachine.Throttle(true);
        Assert.True(SharedMachine.IsThrottled);
        Assert.True(Threads() >= before + Environment.ProcessorCount, "A team larger than the machine is there.");
        SharedMachine.Throttle(true);
        SharedMachine.Throttle(false);
        Assert.False(SharedMachine.IsThrottled);
        // Threads of OpenMP end on their own once the thread that asked for them has.
        SpinWait.SpinUntil(() => Threads() < before + Environment.ProcessorCount, TimeSpan.FromSeconds(20));
        Assert.True(Threads() < before + Environment.ProcessorCount);
        Assert.Equal(threads, torch.get_num_threads());

        static int Threads() => Directory.GetDirectories("/proc/self/task").Length;
    }
}
