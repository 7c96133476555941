using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSModelPruning.Commands;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Tests;

/// <summary>What the base of all cmdlets promises, seen through small cmdlets made for the purpose.</summary>
public sealed class ComputeCmdletTests : IDisposable
{
    private readonly Runspace _runspace;

    public ComputeCmdletTests()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry("Test-EndlessWork", typeof(TestEndlessWorkCommand), null));
        state.Commands.Add(new SessionStateCmdletEntry("Test-Report", typeof(TestReportCommand), null));
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    [Fact]
    public void A_stopped_pipeline_ends_and_the_worker_with_it()
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand("Test-EndlessWork");
        IAsyncResult run = shell.BeginInvoke();
        Assert.True(TestEndlessWorkCommand.Started.Wait(Engine.Patience));

        shell.Stop();

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(run));
        Assert.False(TestEndlessWorkCommand.IsRunning);
    }

    [Fact]
    public void Progress_comes_at_most_five_times_a_second_and_is_completed()
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("Test-Report -Seconds 1");
        shell.Invoke();

        Assert.InRange(shell.Streams.Progress.Count(p => p.RecordType == ProgressRecordType.Processing), 1, 6);
        Assert.Equal(ProgressRecordType.Completed, shell.Streams.Progress.Last().RecordType);
    }

    [Fact]
    public void Warnings_and_verbose_messages_of_the_worker_arrive_in_order()
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("Test-Report -Messages 3000 -Verbose");
        shell.Invoke();

        Assert.Equal(Enumerable.Range(0, 3000).Select(i => $"verbose {i}"), shell.Streams.Verbose.Select(v => v.Message));
        Assert.Equal("one warning", Assert.Single(shell.Streams.Warning).Message);
    }

    [Fact]
    public void A_warning_that_stops_the_pipeline_ends_the_worker()
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("Test-EndlessWork -Warn -WarningAction Stop");

        Assert.Throws<ActionPreferenceStopException>(() => shell.Invoke());

        Assert.False(TestEndlessWorkCommand.IsRunning);
    }

    [Fact]
    public void A_cmdlet_downstream_that_has_enough_ends_the_pipeline_without_a_deadlock()
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript("1..1000 | Test-Report -Messages 5 -PassThru | Select-Object -First 1");

        Assert.Equal(["1"], shell.Invoke().Select(o => o.ToString()));
        Assert.False(shell.HadErrors);
    }

    [Theory]
    [InlineData("compute", "MadeUp,PSModelPruning.Tests.ComputeCmdletTests+TestReportCommand")]
    [InlineData("torch", "TorchFailed,PSModelPruning.Tests.ComputeCmdletTests+TestReportCommand")]
    [InlineData("memory", "MemoryExhausted,PSModelPruning.Tests.ComputeCmdletTests+TestReportCommand")]
    public void An_error_of_the_worker_is_an_error_record_with_a_stable_id(string kind, string id)
    {
        using var shell = PowerShell.Create(_runspace);
        shell.AddScript($"$ErrorActionPreference = 'Stop'; Test-Report -Fail {kind}");

        var error = Assert.Throws<CmdletInvocationException>(() => shell.Invoke());
        Assert.Equal(id, error.ErrorRecord.FullyQualifiedErrorId);
        Assert.DoesNotContain("\n", error.Message);
    }

    [Fact]
    public void Stopping_cancels_the_work_and_is_harmless_after_the_end()
    {
        var command = new TestReportCommand();
        CancellationToken token = command.Token;
        command.StopNow();
        Assert.True(token.IsCancellationRequested);

        var ended = new TestReportCommand();
        token = ended.Token;
        ended.Dispose();
        ended.Dispose();
        Assert.Null(Record.Exception(ended.StopNow));
        Assert.False(token.IsCancellationRequested);
    }

    public void Dispose() => _runspace.Dispose();

    [Cmdlet(VerbsDiagnostic.Test, "EndlessWork")]
    internal sealed class TestEndlessWorkCommand : ComputeCmdlet
    {
        internal static readonly ManualResetEventSlim Started = new();
        internal static volatile bool IsRunning;

        [Parameter]
        public SwitchParameter Warn { get; set; }

        protected override void ProcessRecord() =>
            RunWork(monitor =>
            {
                IsRunning = true;
                Started.Set();
                try
                {
                    if (Warn)
                        monitor.Warning("one warning");
                    while (true)
                    {
                        monitor.Cancellation.ThrowIfCancellationRequested();
                        monitor.Progress(new WorkProgress("Working", "without end", -1));
                        Thread.Sleep(10);
                    }
#pragma warning disable CS0162 // The compiler needs the type of the result.
                    return 0;
#pragma warning restore CS0162
                }
                finally
                {
                    IsRunning = false;
                }
            });
    }

    [Cmdlet(VerbsDiagnostic.Test, "Report")]
    internal sealed class TestReportCommand : ComputeCmdlet
    {
        [Parameter(ValueFromPipeline = true)]
        public int Item { get; set; }

        [Parameter]
        public double Seconds { get; set; }

        [Parameter]
        public int Messages { get; set; }

        [Parameter]
        public string? Fail { get; set; }

        [Parameter]
        public SwitchParameter PassThru { get; set; }

        internal CancellationToken Token => StopToken;

        internal void StopNow() => StopProcessing();

        protected override void ProcessRecord()
        {
            RunWork(monitor =>
            {
                monitor.Warning("one warning");
                for (int i = 0; i < Messages; i++)
                    monitor.Verbose($"verbose {i}");
                long start = Stopwatch.GetTimestamp();
                while (Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds)
                {
                    monitor.Cancellation.ThrowIfCancellationRequested();
                    monitor.Progress(new WorkProgress("Working", "on", 0.5));
                    Thread.Sleep(1);
                }
                return Fail switch
                {
                    "compute" => throw new ComputeException("MadeUp", ErrorKind.InvalidData, "An error made for the purpose."),
                    "torch" => throw new System.Runtime.InteropServices.ExternalException(
                        "shapes do not fit\nException raised from a stack\nframe 1"
                    ),
                    "memory" => throw new System.Runtime.InteropServices.ExternalException(
                        "[enforce fail] DefaultCPUAllocator: not enough memory: you tried to allocate\nframe 1"
                    ),
                    _ => 0,
                };
            });
            if (PassThru)
                WriteObject(Item);
        }
    }
}
