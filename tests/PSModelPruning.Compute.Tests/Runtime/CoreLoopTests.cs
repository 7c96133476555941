using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class CoreLoopTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void Every_step_is_done_once(int count)
    {
        var done = new int[count];

        CoreLoop.Run(count, step => Interlocked.Increment(ref done[step]));

        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Loops_inside_of_loops_end()
    {
        int done = 0;

        CoreLoop.Run(50, _ => CoreLoop.Run(50, _ => Interlocked.Increment(ref done)));

        Assert.Equal(2500, done);
    }

    [Fact]
    public void What_a_step_throws_reaches_the_caller_as_it_is_and_ends_the_loop()
    {
        int done = 0;

        var error = Assert.Throws<InvalidDataException>(() => CoreLoop.Run(1_000_000, step =>
            {
                Interlocked.Increment(ref done);
                if (step == 7)
                    throw new InvalidDataException("step 7");
            }));

        Assert.Equal("step 7", error.Message);
        Assert.InRange(done, 1, 999_999);
    }

    [Fact]
    public void Cancellation_is_looked_at_before_each_step()
    {
        using var source = new CancellationTokenSource();
        int done = 0;

        Assert.Throws<OperationCanceledException>(() =>
            CoreLoop.Run(
                1_000_000,
                _ =>
                {
                    if (Interlocked.Increment(ref done) == 5)
                        source.Cancel();
                },
                source.Token
            )
        );

        Assert.InRange(done, 5, 999_999);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_more_threads_take_part_than_are_allowed(int threads)
    {
        int now = 0,
            most = 0;
        var gate = new object();

        CoreLoop.Run(
            60,
            _ =>
            {
                lock (gate)
                    most = Math.Max(most, ++now);
                Thread.Sleep(1);
                lock (gate)
                    now--;
            },
            threads: threads
        );

        Assert.InRange(most, 1, threads);
    }

    [Fact]
    public void A_limit_of_one_thread_keeps_every_step_on_the_calling_thread_in_order()
    {
        var order = new List<int>();
        int caller = Environment.CurrentManagedThreadId;

        using (ThreadLimit.Loops(1))
            CoreLoop.Run(
                20,
                step =>
                {
                    Assert.Equal(caller, Environment.CurrentManagedThreadId);
                    order.Add(step);
                },
                threads: 8
            );

        Assert.Equal(Enumerable.Range(0, 20), order);
    }

    [Fact]
    public void Loops_inside_of_steps_share_the_threads_of_the_loop()
    {
        var shares = new int[6];

        CoreLoop.Run(2, step => shares[step] = ThreadLimit.Of(0), threads: 6);
        CoreLoop.Run(4, step => shares[2 + step] = ThreadLimit.Of(16), threads: 4);

        Assert.Equal([3, 3, 1, 1, 1, 1], shares);
    }

    [Fact]
    public void Of_several_faults_that_of_the_first_step_is_told()
    {
        for (int round = 0; round < 50; round++)
        {
            var error = Assert.Throws<InvalidDataException>(() =>
                CoreLoop.Run(
                    64,
                    step =>
                    {
                        if (step == 5)
                            Thread.SpinWait(2000);
                        if (step >= 5)
                            throw new InvalidDataException($"step {step}");
                    },
                    threads: 4
                )
            );

            Assert.Equal("step 5", error.Message);
        }
    }

    [Fact]
    public void Each_thread_uses_what_it_made_itself()
    {
        var used = new StrongBox[100];

        CoreLoop.Run(
            used.Length,
            () => new StrongBox { Thread = Environment.CurrentManagedThreadId },
            (step, own) =>
            {
                Assert.Equal(Environment.CurrentManagedThreadId, own.Thread);
                used[step] = own;
            },
            threads: 3
        );

        Assert.InRange(used.Distinct().Count(), 1, 3);
        CoreLoop.Run<StrongBox>(0, () => throw new InvalidOperationException("Nothing is made for no steps."), (_, _) => { });
    }

    private sealed class StrongBox
    {
        internal int Thread { get; init; }
    }
}
