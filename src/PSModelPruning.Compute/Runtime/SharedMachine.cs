using System.Runtime.InteropServices;
using TorchSharp;

namespace PSModelPruning.Compute.Runtime;

/// <summary>
/// Looks, while tensors are computed, whether other processes want the processors too, and lets OpenMP's threads sleep rather than look
/// for work while they do. On a quiet machine they keep looking, which saves the time to wake them.
/// </summary>
/// <remarks>
/// GCC's OpenMP reads how long its threads look for work (300,000 times) only when it is loaded. But it lets them look 100 times once it
/// manages more threads than there are processors: so a thread of ours holds a team of that size, which sleeps, for as long as the machine
/// is shared. See <c>do_spin</c> and <c>gomp_throttled_spin_count_var</c> in libgomp, GCC 5 to 15.
/// </remarks>
internal static class SharedMachine
{
    // Of a processor: what others may take before it counts as sharing, and what they may take when it counts no more.
    private const double Shared = 0.5;
    private const double Quiet = 0.25;

    /// <summary>Quiet looks before the machine counts as quiet.</summary>
    private const int QuietLooks = 5;

    /// <summary>Looks without work of our own after which nobody looks any more.</summary>
    private const int IdleLooks = 25;

    private const double Idle = 0.02;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private static readonly object Gate = new();
    private static volatile bool s_isEnabled;
    private static volatile bool s_isWatching;
    private static volatile bool s_isUsed;
    private static Thread? s_team;
    private static ManualResetEventSlim? s_end;

    /// <summary>Whether OpenMP's threads sleep at once.</summary>
    internal static bool IsThrottled => s_team is not null;

    /// <summary>Lets <see cref="Watch"/> have an effect. To be called once libtorch is loaded.</summary>
    internal static void Enable() => s_isEnabled = true;

    /// <summary>Looks at the machine as long as this process works. Costs next to nothing while somebody looks already.</summary>
    internal static void Watch()
    {
        s_isUsed = true;
        if (s_isEnabled && !s_isWatching)
            Start();
    }

    /// <summary>Whether OpenMP's threads should sleep at once.</summary>
    /// <param name="throttled">Whether they do.</param>
    /// <param name="others">Processors that others kept busy since the last look.</param>
    /// <param name="processors">Processors of the machine.</param>
    /// <param name="threads">Threads of this process.</param>
    /// <param name="quietLooks">Quiet looks in a row, which this counts.</param>
    internal static bool Decide(bool throttled, double others, int processors, int threads, ref int quietLooks)
    {
        // Where processors are left for others they may be busy.
        double taken = others - Math.Max(0, processors - threads);
        quietLooks = taken < Quiet ? quietLooks + 1 : 0;
        return taken > Shared || (throttled && quietLooks < QuietLooks);
    }

    /// <summary>Makes OpenMP manage more threads than there are processors, or no more than it needs.</summary>
    internal static void Throttle(bool on)
    {
        lock (Gate)
        {
            if (on == (s_team is not null))
                return;
            if (!on)
            {
                s_end!.Set();
                s_team!.Join();
                (s_team, s_end) = (null, null);
                return;
            }
            var ready = new ManualResetEventSlim();
            var end = new ManualResetEventSlim();
            s_end = end;
            s_team = new Thread(() => HoldTeam(ready, end)) { IsBackground = true, Name = "PSModelPruning: team that sleeps" };
            s_team.Start();
            ready.Wait();
        }
    }

    /// <summary>Starts a team of one thread more than there are processors; it ends with the thread that asked for it.</summary>
    private static void HoldTeam(ManualResetEventSlim ready, ManualResetEventSlim end)
    {
        // An operation of libtorch has a thread for every 32,768 elements.
        const int grain = 32_768;
        int threads = Environment.ProcessorCount + 1;
        try
        {
            _ = torch.get_num_threads();
            torch.set_num_threads(threads);
            using torch.Tensor numbers = torch.zeros(grain * threads);
            numbers.neg_().Dispose();
        }
        catch (Exception e) when (e is ExternalException or OutOfMemoryException)
        {
            // Where there is no memory for the team, threads look as long as they always did.
        }
        finally
        {
            ready.Set();
        }
        end.Wait();
    }

    private static void Start()
    {
        lock (Gate)
        {
            if (s_isWatching)
                return;
            if (MachineLoad.Now() is not { } first)
            {
                s_isEnabled = false;
                return;
            }
            s_isWatching = true;
            // Nothing is known of the time before, so the threads that want a processor in this moment must do.
            if (first.Running - 1 - Math.Max(0, Environment.ProcessorCount - ThreadLimit.OfProcess) >= Environment.ProcessorCount)
                Throttle(true);
            new Thread(() => Look(first)) { IsBackground = true, Name = "PSModelPruning: load of the machine" }.Start();
        }
    }

    private static void Look(MachineLoad before)
    {
        int quiet = 0,
            idle = 0;
        while (idle < IdleLooks)
        {
            Thread.Sleep(Interval);
            if (MachineLoad.Now() is not { } now)
                break;
            int processors = Environment.ProcessorCount;
            idle = s_isUsed || now.OwnSince(before, processors) > Idle ? 0 : idle + 1;
            s_isUsed = false;
            Throttle(Decide(IsThrottled, now.OthersSince(before, processors), processors, ThreadLimit.OfProcess, ref quiet));
            before = now;
        }
        lock (Gate)
            s_isWatching = false;
        Throttle(false);
    }
}
