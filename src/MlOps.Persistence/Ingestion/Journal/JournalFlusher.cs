using System.Diagnostics;
using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>The thread that writes groups, and opens, closes and deletes segments. No other thread writes files while it runs.</summary>
internal sealed class JournalFlusher(
    JournalOptions options, JournalQueue queue, JournalLock directory, long lastSegment, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LongestGathering = TimeSpan.FromMilliseconds(1);

    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SegmentWriter? _writer;
    private AppendGroup? _taken;
    private long _lastSegment = lastSegment;
    private int _lastCount;
    private TimeSpan _lastDuration;
    private bool _isFailing;

    public Task Stopped => _stopped.Task;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "MlOps journal" }.Start();

    private void Run()
    {
        try
        {
            Work();
        }
        catch (Exception exception)
        {
            // Callers would wait for ever, and nobody else sees an exception of this thread.
            var failure = JournalFailure.Ended(options, exception);
            queue.End(failure);
            _taken?.Fail(failure);
            _stopped.SetResult();
            Say(log => JournalLog.Ended(log, failure));
        }
    }

    private void Work()
    {
        while (true)
        {
            switch (queue.Wait())
            {
                case JournalWork.Write:
                    Gather();
                    Write(_taken = queue.TakeGroup());
                    break;
                case JournalWork.Delete:
                    Delete(queue.TakeDeletable());
                    break;
                case JournalWork.CloseIdle:
                    Close();
                    break;
                default:
                    Close();
                    _stopped.SetResult();
                    return;
            }
        }
    }

    // The callers of the last group usually append again within a moment. Without this wait the first of them would form a group
    // alone, and all others would wait for two flushes instead of one.
    private void Gather()
    {
        var start = Stopwatch.GetTimestamp();
        var time = _lastDuration / 8 < LongestGathering ? _lastDuration / 8 : LongestGathering;
        while (queue.Pending < _lastCount && Stopwatch.GetElapsedTime(start) < time)
            Thread.Yield();
    }

    private void Write(AppendGroup group)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            WriterFor(group).Append(group);
            if (!directory.IsHeld)
                throw JournalFailure.LockLost(options);
        }
        catch (Exception exception)
        {
            // Any error ends here, because the callers wait for an answer, and the next group may succeed. That group gets a new
            // segment: after a failed flush the system forgets which pages are not on disk, and a later flush would report success.
            Close();
            Fail(group, exception as MlOpsException ?? JournalFailure.NotStored(options, group, exception));
            return;
        }

        _lastCount = group.Count;
        _lastDuration = Stopwatch.GetElapsedTime(start);
        queue.Written(group, _writer!.Segment);
        if (_isFailing)
            Say(log => JournalLog.StoresAgain(log, options.Directory));
        _isFailing = false;
    }

    private void Fail(AppendGroup group, MlOpsException failure)
    {
        queue.Failed(group, failure);
        if (!_isFailing)
            Say(log => JournalLog.NotStored(log, failure));
        _isFailing = true;
    }

    private SegmentWriter WriterFor(AppendGroup group)
    {
        if (_writer is not null && !_writer.HasRoomFor(group, options.SegmentBytes))
            Close();
        if (_writer is not null)
            return _writer;

        // No number is used twice, even if the directory was empty in between, unless the clock was set back to the same microsecond.
        // So the remains of a deleted segment on the disk cannot be taken for records.
        var microseconds = (clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var number = Math.Max(_lastSegment + 1, microseconds);
        var segment = new Segment(
            number, Path.Combine(options.Directory, SegmentFile.NameOf(number)), group.FirstPosition, options.HeaderBytes);
        var reserved = Math.Max(options.SegmentBytes, segment.Length + group.Length);
        _writer = SegmentWriter.Create(segment, options.Owner, reserved);
        _lastSegment = number;
        queue.Opened(segment);
        return _writer;
    }

    private void Close()
    {
        if (_writer is not { } writer)
            return;

        try
        {
            writer.Cut();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Say(log => JournalLog.NotCut(log, exception, writer.Segment.Path, writer.Segment.Length));
        }

        _writer = null;
        writer.Dispose();
        queue.Closed(writer.Segment);
    }

    private void Delete(Segment segment)
    {
        try
        {
            File.Delete(segment.Path);
            queue.Deleted(segment);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Its space still counts as used.
            Say(log => JournalLog.NotDeleted(log, exception, segment.Path));
        }
    }

    // A log that fails stops no journal, and there is nowhere else to say that it fails.
    private void Say(Action<ILogger> say)
    {
        try
        {
            say(logger);
        }
        catch (Exception)
        {
            return;
        }
    }
}
