using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using PSModelPruning.Arguments;
using PSModelPruning.Compute;
using PSModelPruning.Compute.Runtime;

namespace PSModelPruning.Commands;

/// <summary>
/// The base of all cmdlets: runs work on a worker thread while the pipeline thread writes what it reports, stops it at Ctrl+C, and turns
/// <see cref="ComputeException"/> into error records with a stable id.
/// </summary>
public abstract partial class ComputeCmdlet : PSCmdlet, IDisposable
{
    /// <summary>Reports that may wait for the pipeline thread; a worker that tells more waits for it.</summary>
    private const int QueueLength = 1024;

    private readonly CancellationTokenSource _stop = new();
    private readonly object _stopGate = new();
    private bool _isDisposed;
    private bool _isBinding = true;
    private bool _isAtInput;
    private CmdletWording? _wording;
    private ParameterConflicts? _conflicts;

    /// <summary>How messages name options and operations.</summary>
    private protected MessageWording Wording => _wording ??= new CmdletWording(GetType());

    /// <summary>Cancelled at Ctrl+C.</summary>
    private protected CancellationToken StopToken => _stop.Token;

    /// <summary>
    /// Refuses a parameter that no parameter set holds together with an earlier one. Called by the setters of parameters that are in some
    /// sets only: PowerShell's own error, which comes later, does not say which two they are.
    /// </summary>
    private protected void Bind([CallerMemberName] string parameter = "")
    {
        if (_isBinding && (_conflicts ??= new ParameterConflicts(GetType())).Add(parameter) is { } error)
            Throw(error);
    }

    /// <summary>Refuses what came through the pipeline for a parameter that does not go with one of the command line.</summary>
    private protected void BindInput(string parameter)
    {
        if (_conflicts?.With(parameter) is { } error)
            Stop(error);
    }

    /// <summary>Ends the binding of the command line; what follows comes from the pipeline.</summary>
    protected override void BeginProcessing() => _isBinding = false;

    /// <summary>Runs work off the pipeline thread and returns its result; progress, verbose and warnings appear as they come.</summary>
    /// <remarks>
    /// The worker has always ended when this returns or throws, also where the pipeline left first: at Ctrl+C, at
    /// <c>Select-Object -First</c> downstream, or at <c>-WarningAction Stop</c>.
    /// </remarks>
    /// <exception cref="PipelineStoppedException">Ctrl+C.</exception>
    private protected T RunWork<T>(Func<IWorkMonitor, T> work)
    {
        using var left = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        using var messages = new BlockingCollection<Action>(QueueLength);
        var monitor = new PipelineMonitor(this, messages, left.Token);
        Task<T> task = Task.Factory.StartNew(
            () =>
            {
                try
                {
                    return work(monitor);
                }
                finally
                {
                    messages.CompleteAdding();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        try
        {
            foreach (Action message in messages.GetConsumingEnumerable())
                message();
            return Translate(() => task.GetAwaiter().GetResult());
        }
        finally
        {
            left.CancelIfRunning(task);
            task.WaitQuietly();
            monitor.CompleteProgress();
        }
    }

    /// <summary>As <see cref="RunWork"/>, for work whose results go down the pipeline one by one, as soon as they are there.</summary>
    private protected void RunStream<T>(Action<IWorkMonitor, Action<T>> work) =>
        RunWork(monitor =>
        {
            work(monitor, ((PipelineMonitor)monitor).Write);
            return true;
        });

    /// <summary>Runs quick work on the pipeline thread with the same treatment of errors.</summary>
    private protected T Guard<T>(Func<T> work) => Translate(work);

    /// <summary>Writes a warning, in which control characters are shown as signs.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(PlainText.OfLines(text));

    /// <summary>Writes a verbose message, in which control characters are shown as signs.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(PlainText.OfLines(text));

    /// <summary>Works on one input. What is wrong with it is an error of that input, and does not end the cmdlet.</summary>
    /// <param name="input">The input, which is the target of the error.</param>
    /// <param name="work">The work.</param>
    private protected void ForInput(object? input, Action<object?> work)
    {
        bool isWithin = _isAtInput;
        _isAtInput = true;
        try
        {
            work(input);
        }
        catch (ComputeException e)
        {
            WriteError(ErrorRecords.From(e, input, Wording));
        }
        finally
        {
            _isAtInput = isWithin;
        }
    }

    /// <summary>Ends the cmdlet with an error; within the work on an input, that work alone.</summary>
    [DoesNotReturn]
    private protected void Throw(ComputeException error)
    {
        if (_isAtInput)
            throw error;
        Stop(error);
    }

    /// <summary>Ends the cmdlet with an error, also within the work on an input: no other input would fare better.</summary>
    [DoesNotReturn]
    private protected void Stop(ComputeException error)
    {
        ThrowTerminatingError(ErrorRecords.From(error, wording: Wording));
        throw error;
    }

    /// <summary>Turns what work throws into what PowerShell expects: a stopped pipeline, or an error record with a stable id.</summary>
    private T Translate<T>(Func<T> work)
    {
        try
        {
            return Unwrapped(work);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        catch (ComputeException e)
        {
            Throw(e);
            throw;
        }
        catch (Exception e) when (e is OutOfMemoryException or InsufficientExecutionStackException)
        {
            Throw(RuntimeErrors.MemoryExhausted(e));
            throw;
        }
        catch (ExternalException e)
        {
            Throw(ErrorRecords.IsOutOfMemory(e) ? RuntimeErrors.MemoryExhausted(e) : RuntimeErrors.TorchFailed(e));
            throw;
        }
    }

    /// <summary>Runs work, of whose parallel parts one exception at most gets out.</summary>
    private static T Unwrapped<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is AggregateException or TypeInitializationException { InnerException: OutOfMemoryException })
        {
            ExceptionDispatchInfo.Throw(e is AggregateException ? Fault.Of(e) : e.InnerException!);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing()
    {
        // Called on another thread, and possibly after the pipeline has disposed the cmdlet.
        lock (_stopGate)
        {
            if (!_isDisposed)
                _stop.Cancel();
        }
    }

    /// <summary>Releases the cancellation source.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        lock (_stopGate)
        {
            if (_isDisposed)
                return;
            _isDisposed = true;
            _stop.Dispose();
        }
    }

    /// <summary>Carries reports from the worker to the pipeline thread; progress at most five times a second.</summary>
    private sealed class PipelineMonitor(ComputeCmdlet cmdlet, BlockingCollection<Action> messages, CancellationToken cancellation)
        : IWorkMonitor
    {
        private const int ActivityId = 7301;
        private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
        private readonly Stopwatch _sinceProgress = new();
        private string? _activity;

        public CancellationToken Cancellation => cancellation;

        public void Progress(in WorkProgress progress)
        {
            bool isNew = progress.Activity != _activity;
            if (!isNew && _sinceProgress.Elapsed < Interval)
                return;
            _sinceProgress.Restart();
            var record = new ProgressRecord(
                ActivityId,
                PlainText.Of(progress.Activity),
                progress.Status.Length == 0 ? " " : PlainText.Of(progress.Status)
            )
            {
                PercentComplete = progress.Fraction < 0 ? -1 : (int)Math.Clamp(progress.Fraction * 100, 0, 100),
                SecondsRemaining = progress.Remaining is { } remaining ? (int)Math.Min(remaining.TotalSeconds, int.MaxValue) : -1,
            };
            _activity = progress.Activity;
            Post(() => cmdlet.WriteProgress(record));
        }

        /// <summary>Sends a result down the pipeline.</summary>
        internal void Write<T>(T result) => Post(() => cmdlet.WriteObject(result));

        public void Verbose(ComputeMessage message) => Post(() => cmdlet.WriteVerbose(message.In(cmdlet.Wording)));

        public void Warning(ComputeMessage message) => Post(() => cmdlet.WriteWarning(message.In(cmdlet.Wording)));

        /// <summary>Takes the progress bar away; on the pipeline thread, after the work has ended.</summary>
        internal void CompleteProgress()
        {
            if (_activity is null)
                return;
            try
            {
                cmdlet.WriteProgress(
                    new ProgressRecord(ActivityId, PlainText.Of(_activity), "done") { RecordType = ProgressRecordType.Completed }
                );
            }
            catch (RuntimeException)
            {
                // A stopped pipeline takes no more records; the host clears its progress itself. What ended the work must not be hidden
                // either.
            }
        }

        private void Post(Action message)
        {
            try
            {
                messages.Add(message, cancellation);
            }
            catch (Exception e) when (e is InvalidOperationException or OperationCanceledException)
            {
                // The pipeline has gone; there is nobody left to tell. Work learns of it from its token.
            }
        }
    }
}
