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
}
