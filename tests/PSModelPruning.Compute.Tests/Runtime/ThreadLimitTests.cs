using PSModelPruning.Compute.Runtime;
using TorchSharp;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class ThreadLimitTests
{
    [Theory]
    [InlineData(null, null, 8)]
    [InlineData("3", null, 3)]
    [InlineData(null, "2", 2)]
    [InlineData("6", "4,2", 4)]
    [InlineData("12", null, 8)]
    [InlineData("0", "-1", 8)]
    [InlineData("many", "", 8)]
    public void The_environment_may_grant_fewer_threads_than_there_are_processors(string? slurm, string? openMp, int expected) =>
        Assert.Equal(expected, ThreadLimit.Granted(8, name => name == "SLURM_CPUS_PER_TASK" ? slurm
                : name == "OMP_NUM_THREADS" ? openMp
                : null));

    [Fact]
    public void Each_thread_has_a_count_of_its_own_for_tensors_and_loops_while_others_have_theirs()
    {
        using var all = new Barrier(4);
        var seen = new (int Tensors, int Native, int Loops)[4];

        OnThreads(4, i => ThreadLimit.Run(i + 1, () =>
            {
                // Everybody has set a count before anybody looks.
                Assert.True(all.SignalAndWait(TimeSpan.FromSeconds(60)));
                seen[i] = (ThreadLimit.OfTensors, torch.get_num_threads(), ThreadLimit.Of(0));
                return true;
            }));

        Assert.Equal([(1, 1, 1), (2, 2, 2), (3, 3, 3), (4, 4, 4)], seen);
    }

    [Fact]
    public void A_run_inside_another_has_its_own_count_and_gives_the_outer_one_back() => OnThreads(1, _ =>
        {
            int process = ThreadLimit.OfTensors;
            ThreadLimit.Run(3, () =>
            {
                Assert.Equal((2, 2), ThreadLimit.Run(2, () => (torch.get_num_threads(), ThreadLimit.Current)));
                Assert.Equal((3, 3), ThreadLimit.Run(0, () => (torch.get_num_threads(), ThreadLimit.Current)));
                Assert.Equal((1, 3), ThreadLimit.Run(0, () => (torch.get_num_threads(), ThreadLimit.Current), tensors: 1));
                Assert.Throws<InvalidDataException>(() => ThreadLimit.Run<int>(5, () => throw new InvalidDataException()));
                Assert.Equal((3, 3), (torch.get_num_threads(), ThreadLimit.Current));
                return true;
            });
            Assert.Equal((process, process), (torch.get_num_threads(), ThreadLimit.OfTensors));
        });

    [Fact]
    public void A_setting_never_exceeds_the_limit_of_the_thread() => OnThreads(1, _ =>
        {
            Assert.Equal(7, ThreadLimit.Of(7));
            Assert.Equal(ThreadLimit.OfProcess, ThreadLimit.Of(0));
            using ThreadLimit.LoopScope scope = ThreadLimit.Loops(2);
            Assert.Equal((2, 2, 1), (ThreadLimit.Of(7), ThreadLimit.Of(0), ThreadLimit.Of(1)));
        });

    /// <summary>Runs work on new threads, all at once, and throws what one of them throws.</summary>
    internal static void OnThreads(int count, Action<int> work)
    {
        var faults = new Exception?[count];
        Thread[] threads = [.. Enumerable.Range(0, count).Select(i => new Thread(() => faults[i] = Record.Exception(() => work(i))))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        if (faults.FirstOrDefault(fault => fault is not null) is { } first)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
    }
}
