using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Compute.Tests.Runtime;

public sealed class LifetimeTests
{
    [Fact]
    public void What_nobody_uses_is_freed_at_once_and_only_once()
    {
        int freed = 0;
        var lifetime = new Lifetime(() => freed++);

        lifetime.End();
        lifetime.End();

        Assert.Equal(1, freed);
        Assert.True(lifetime.HasEnded);
        Assert.False(lifetime.TryUse(out Lifetime.Use none));
        none.Dispose();
        Assert.Equal(1, freed);
    }

    [Fact]
    public void What_is_used_is_freed_when_its_last_use_ends()
    {
        int freed = 0;
        var lifetime = new Lifetime(() => freed++);
        Assert.True(lifetime.TryUse(out Lifetime.Use first));
        Assert.True(lifetime.TryUse(out Lifetime.Use second));

        lifetime.End();
        Assert.False(lifetime.TryUse(out _));
        first.Dispose();
        Assert.Equal(0, freed);
        second.Dispose();

        Assert.Equal(1, freed);
    }

    [Fact]
    public void Nothing_is_used_after_it_was_freed_whatever_the_threads_do()
    {
        for (int round = 0; round < 200; round++)
        {
            int freed = 0,
                usedAfterwards = 0;
            var lifetime = new Lifetime(() => Interlocked.Increment(ref freed));
            using var start = new Barrier(4);
            ThreadLimitTests.OnThreads(4, thread =>
            {
                start.SignalAndWait();
                if (thread == 0)
                {
                    Thread.SpinWait(round * 10);
                    lifetime.End();
                    return;
                }
                while (lifetime.TryUse(out Lifetime.Use use))
                {
                    using (use)
                        Interlocked.Add(ref usedAfterwards, Volatile.Read(ref freed));
                }
            });

            Assert.Equal((1, 0), (freed, usedAfterwards));
        }
    }
}
