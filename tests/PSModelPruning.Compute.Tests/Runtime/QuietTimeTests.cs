using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class QuietTimeTests
{
    private readonly QuietTime _quiet = new();
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public void Work_of_other_threads_rests_between_two_batches_while_somebody_measures()
    {
        using var stop = new CancellationTokenSource();
        using var works = new ManualResetEventSlim();
        long batches = 0,
            during = -1;
        bool isQuiet = false;

        ThreadLimitTests.OnThreads(2, thread =>
        {
            if (thread == 0)
            {
                _quiet.Work(() =>
                {
                    while (!stop.IsCancellationRequested)
                    {
                        _quiet.Rest(CancellationToken.None);
                        Interlocked.Increment(ref batches);
                        works.Set();
                    }
                    return true;
                });
                return;
            }
            try
            {
                Assert.True(works.Wait(Long));
                isQuiet = _quiet.Measure(
                    quiet =>
                    {
                        long before = Interlocked.Read(ref batches);
                        Thread.Sleep(50);
                        during = Interlocked.Read(ref batches) - before;
                        return quiet;
                    },
                    CancellationToken.None
                );
            }
            finally
            {
                stop.Cancel();
            }
        });

        Assert.True(isQuiet);
        Assert.Equal(0, during);
    }

    [Fact]
    public void Two_workers_measure_one_after_the_other_and_wait_for_no_end_of_each_other()
    {
        const int rounds = 10;
        int measuring = 0,
            most = 0;
        var measured = new int[2];

        ThreadLimitTests.OnThreads(2, thread => _quiet.Work(() =>
            {
                for (int round = 0; round < rounds; round++)
                {
                    _quiet.Measure(
                        quiet =>
                        {
                            most = Math.Max(most, Interlocked.Increment(ref measuring));
                            Assert.True(quiet);
                            Thread.Sleep(2);
                            return Interlocked.Decrement(ref measuring);
                        },
                        CancellationToken.None
                    );
                    Interlocked.Increment(ref measured[thread]);
                }
                // Neither ends its work before the other has measured, so that waiting for an end would never end.
                Assert.True(
                    SpinWait.SpinUntil(
                        () =>
                        {
                            _quiet.Rest(CancellationToken.None);
                            return Volatile.Read(ref measured[1 - thread]) == rounds;
                        },
                        Long
                    )
                );
                return true;
            }));

        Assert.Equal(1, most);
    }

    [Fact]
    public void A_measurement_inside_of_its_own_work_neither_waits_for_itself_nor_rests() =>
        ThreadLimitTests.OnThreads(1, _ => Assert.Equal(
                "TrueTrue",
                _quiet.Work(() =>
                    _quiet.Work(() =>
                        _quiet.Measure(
                            outer =>
                            {
                                _quiet.Rest(CancellationToken.None);
                                return $"{outer}{_quiet.Measure(inner => inner, CancellationToken.None)}";
                            },
                            CancellationToken.None
                        )
                    )
                )
            ));

    [Fact]
    public void Who_rests_can_be_cancelled_and_counts_as_working_no_more()
    {
        using var measures = new ManualResetEventSlim();
        using var cancelled = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();

        ThreadLimitTests.OnThreads(2, thread =>
        {
            if (thread == 0)
            {
                _quiet.Measure(
                    _ =>
                    {
                        measures.Set();
                        Assert.True(cancelled.Wait(Long));
                        return true;
                    },
                    CancellationToken.None
                );
                return;
            }
            Assert.True(measures.Wait(Long));
            stop.Cancel();
            try
            {
                Assert.Throws<OperationCanceledException>(() =>
                    _quiet.Work(() =>
                    {
                        _quiet.Rest(stop.Token);
                        return true;
                    })
                );
            }
            finally
            {
                cancelled.Set();
            }
        });

        Assert.True(_quiet.Measure(quiet => quiet, CancellationToken.None));
    }
}
