using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;

namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>
/// Keeps records on disk until they are stored elsewhere. Many callers share one flush to the disk; after a crash
/// <see cref="Replay"/> delivers what was not released. docs/journal.md has the format and what is guaranteed.
/// </summary>
internal sealed class DurableJournal : IAsyncDisposable
{
    private readonly JournalOptions _options;
    private readonly FileStream _lock;
    private readonly JournalQueue _queue;
    private readonly JournalFlusher _flusher;
    private readonly IReadOnlyList<Segment> _recovered;

    private DurableJournal(JournalOptions options, FileStream held, TimeProvider clock, ILogger logger)
    {
        _options = options;
        _lock = held;
        var recovery = new JournalRecovery(options, logger);
        _recovered = [.. recovery.Run()];
        _queue = new JournalQueue(options, _recovered, recovery.NextPosition);
        _flusher = new JournalFlusher(options, _queue, recovery.LastSegment, clock, logger);
        if (_recovered.Count > 0)
            JournalLog.Recovered(logger, options.Directory, _queue.UnreleasedRecords);
    }

    /// <summary>What the segments occupy, and what waits to be written.</summary>
    public long TotalBytes => _queue.TotalBytes;

    /// <summary>Records on disk that are not known to be stored elsewhere, those of an earlier process included.</summary>
    public long UnreleasedRecords => _queue.UnreleasedRecords;

    /// <summary>Opens the journal of a directory, which is made if it is missing, and recovers what is in it.</summary>
    /// <exception cref="MlOpsException">Another process uses it, a newer version wrote it, or it cannot be used.</exception>
    public static DurableJournal Open(JournalOptions options, ILogger logger, TimeProvider? clock = null)
    {
        FileStream? held = null;
        try
        {
            held = JournalDirectory.Lock(options);
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

    /// <summary>
    /// Takes a copy of the payload at once, in order. False if so many bytes wait that nothing is taken before
    /// <paramref name="append"/>'s task has ended.
    /// </summary>
    /// <exception cref="MlOpsException">The journal is full, or the record is larger than any that it takes.</exception>
    public bool TryAppend(ReadOnlySpan<byte> payload, out JournalAppend append)
    {
        if (payload.Length > JournalFailure.LongestPayload(_options))
            throw JournalFailure.TooLarge(_options, payload.Length);

        return _queue.TryAppend(payload, out append);
    }

    /// <summary>
    /// Returns the record's position when it is on disk. It can be cancelled until the payload is taken; whoever does not
    /// want to wait after that may leave the task to itself, and the record stays.
    /// </summary>
    /// <exception cref="MlOpsException">The record is not in the journal; the message says why.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<long> AppendAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        JournalAppend append;
        while (!TryAppend(payload.Span, out append))
        {
            // Whether the others' records reach the disk is not this one's concern.
            await append.Durable.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }

        await append.Durable.ConfigureAwait(false);
        return append.Position;
    }

    /// <summary>
    /// These records are stored elsewhere. A segment goes when all of its records are released, in whatever order; releasing
    /// one again does nothing.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A record is not on disk yet.</exception>
    public void Release(params ReadOnlySpan<long> positions) => _queue.Release(positions);

    /// <summary>
    /// What an earlier process left and nobody has released since, in the order of writing, one segment in memory at a time.
    /// A record that was released before a crash may come again: its segment went only as a whole.
    /// </summary>
    public IEnumerable<JournalRecord> Replay() => _recovered.SelectMany(Unreleased);

    /// <summary>Writes what waits, and leaves no file behind if everything is released.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Stop();
        await _flusher.Stopped.ConfigureAwait(false);
        await _lock.DisposeAsync().ConfigureAwait(false);
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
