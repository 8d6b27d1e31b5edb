using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// Keeps records on disk until they are stored elsewhere. Many callers share one flush to the disk. After a crash
/// <see cref="Replay"/> delivers the records that were not released. docs/journal.md has the format and the guarantees.
/// </summary>
internal sealed class DurableJournal : IAsyncDisposable
{
    private readonly JournalOptions _options;
    private readonly JournalLock _lock;
    private readonly Quarantine _quarantine;
    private readonly JournalQueue _queue;
    private readonly JournalFlusher _flusher;
    private readonly IReadOnlyList<Segment> _recovered;

    private DurableJournal(JournalOptions options, JournalLock held, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _lock = held;
        _quarantine = new Quarantine(options.Directory);
        var recovery = new JournalRecovery(options, logger);
        _recovered = [.. recovery.Run()];
        _queue = new JournalQueue(options, _recovered, recovery.NextPosition);
        _flusher = new JournalFlusher(options, _queue, held, recovery.LastSegment, clock, logger);
        if (_recovered.Count > 0)
            JournalLog.Recovered(logger, options.Directory, _queue.UnreleasedRecords);
    }

    /// <summary>The size of the segments and of the records that wait to be written.</summary>
    public long TotalBytes => _queue.TotalBytes;

    /// <summary>How many records on disk are not released, including those of an earlier process.</summary>
    public long UnreleasedRecords => _queue.UnreleasedRecords;

    /// <summary>Opens the journal of a directory and recovers its records. It makes the directory if it is missing.</summary>
    /// <exception cref="MlOpsException">Another process uses it, a newer version wrote it, or it cannot be used.</exception>
    public static DurableJournal Open(JournalOptions options, ILogger logger, TimeProvider? clock = null)
    {
        JournalLock? held = null;
        try
        {
            held = JournalLock.Acquire(options);
            var journal = new DurableJournal(options, held, clock ?? TimeProvider.System, logger);
            journal._flusher.Start();
            held = null;
            return journal;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw JournalFailure.Unusable(options, exception);
        }
        finally
        {
            held?.Dispose();
        }
    }

    /// <summary>Takes a copy of the payload at once, in order. False if too many bytes wait.</summary>
    /// <exception cref="MlOpsException">The journal is full, or the record is too large.</exception>
    public bool TryAppend(ReadOnlySpan<byte> payload, out JournalAppend append)
    {
        RequireLength(payload.Length);
        return _queue.TryAppend(payload, out append);
    }

    /// <summary>
    /// Returns the position of the record when it is on disk. It can be cancelled until the payload is taken. A caller that does not
    /// want to wait after that may ignore the task, and the record stays.
    /// </summary>
    /// <exception cref="MlOpsException">The record is not in the journal; the message says why.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> AppendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RequireLength(payload.Length);
        if (!_queue.TryAppend(payload.Span, out var append))
            append = await _queue.WaitAsync(payload, cancellationToken).ConfigureAwait(false);

        await append.Durable.ConfigureAwait(false);
        return append.Position;
    }

    /// <summary>
    /// Releases records that are stored elsewhere. A segment is deleted when all of its records are released, in any order. To
    /// release a record again does nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A record is not on disk yet.</exception>
    public void Release(params ReadOnlySpan<long> positions) => _queue.Release(positions);

    /// <summary>
    /// Reads the records of an earlier process that are not released, in the order of writing, with one segment in memory at a time.
    /// A record that was released before a crash may be among them, because a segment is deleted only as a whole.
    /// </summary>
    public IEnumerable<JournalRecord> Replay() => _recovered.SelectMany(Unreleased);

    /// <summary>
    /// Moves a record that the program cannot read out of the way, so that its segment can be deleted, and returns where to.
    /// </summary>
    public string SetAside(JournalRecord record)
    {
        var path = _quarantine.KeepRecord(record.Payload.Span);
        Release(record.Position);
        return path;
    }

    /// <summary>Where the records are that this or another program set aside.</summary>
    public IReadOnlyList<string> FindSetAside() => _quarantine.FindRecords();

    /// <summary>
    /// Takes back a record that was set aside, if it can be read now, and returns its position. A process that dies in between
    /// delivers it twice.
    /// </summary>
    public async Task<long> TakeBackAsync(string path, ReadOnlyMemory<byte> payload)
    {
        var position = await AppendAsync(payload, CancellationToken.None).ConfigureAwait(false);
        File.Delete(path);
        return position;
    }

    /// <summary>Writes the records that wait, and deletes all segments if everything is released.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Stop();
        await _flusher.Stopped.ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
    }

    private void RequireLength(int payload)
    {
        if (payload > JournalFailure.LongestPayload(_options))
            throw JournalFailure.TooLarge(_options, payload);
    }

    private IEnumerable<JournalRecord> Unreleased(Segment segment)
    {
        if (!TryRead(segment, out var bytes))
            yield break;

        foreach (var (index, payload) in SegmentScan.Of(bytes.Span, segment.Number).Records)
        {
            var position = segment.FirstPosition + index;
            if (_queue.Holds(segment, position))
                yield return new JournalRecord(position, bytes[payload]);
        }
    }

    private bool TryRead(Segment segment, out ReadOnlyMemory<byte> bytes)
    {
        bytes = default;
        try
        {
            if (_queue.IsReleased(segment))
                return false;

            bytes = SegmentFile.Read(segment.Path);
            return true;
        }
        catch (FileNotFoundException) when (_queue.IsReleased(segment))
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw JournalFailure.Unreadable(segment.Path, exception);
        }
    }
}
