using System.Buffers;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The journal of a writer: what it accepts, as bytes.</summary>
internal sealed class WriteJournal(DurableJournal journal, IModel model, Guid tenantId, ILogger logger) : IAsyncDisposable
{
    private const int LargestReusedBuffer = 1 << 20;

    // One for each thread that writes.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? ReusedBuffer;

    public long TotalBytes => journal.TotalBytes;

    public long Waiting => journal.UnreleasedRecords;

    /// <summary>Whether an earlier process left something, readable or not.</summary>
    public bool HasRecords => Waiting > 0 || journal.FindSetAside().Count > 0;

    /// <summary>Names the owner of a writer's journal, for the journal and for people.</summary>
    public static string OwnerOf(Guid tenantId, Type context) => $"tenant {tenantId} of {context}";

    /// <summary>Takes a write at once; false if too much waits for the disk.</summary>
    /// <exception cref="MlOpsException">The journal is full, or the write is larger than anything that it takes.</exception>
    public bool TryAppend(Write write, out JournalAppend append) => journal.TryAppend(Serialize(write).WrittenSpan, out append);

    /// <summary>Returns when the write is on disk.</summary>
    /// <exception cref="MlOpsException">It is not; the message says why.</exception>
    public async ValueTask<JournalAppend> AppendAsync(Write write, CancellationToken cancellationToken)
    {
        if (TryAppend(write, out var append))
        {
            await append.Durable.ConfigureAwait(false);
            return append;
        }

        // A copy, since other writes use the buffer while this one waits for room.
        var payload = Serialize(write).WrittenSpan.ToArray();
        return new JournalAppend(await journal.AppendAsync(payload, cancellationToken).ConfigureAwait(false), Task.CompletedTask);
    }

    /// <summary>Releases writes that are in the database.</summary>
    public async Task ReleaseAsync(IReadOnlyList<QueuedWrite> writes)
    {
        var positions = new List<long>(writes.Count);
        foreach (var write in writes)
        {
            if (write.Append is not { } append)
                continue;

            await append.Durable.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (append.Durable.IsCompletedSuccessfully)
                positions.Add(append.Position);
            else
                WriterLog.NeverInJournal(logger, write.Write.ToString(), append.Durable.Exception?.GetBaseException().Message ?? "");
        }

        journal.Release([.. positions]);
    }

    /// <summary>
    /// Reads the writes of an earlier process. Records that this program cannot read are set aside, and read again by each start: a
    /// version that knows them stores them.
    /// </summary>
    public async IAsyncEnumerable<(long Position, Write Write)> ReplayAsync()
    {
        foreach (var path in journal.FindSetAside())
        {
            if (await TryTakeBackAsync(path).ConfigureAwait(false) is { } taken)
                yield return taken;
        }

        foreach (var record in journal.Replay())
        {
            if (TryRead(record.Payload, $"record {record.Position}", out var write))
                yield return (record.Position, write);
            else
                SetAside(record);
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private ArrayBufferWriter<byte> Serialize(Write write)
    {
        if (ReusedBuffer is null || ReusedBuffer.Capacity > LargestReusedBuffer)
            ReusedBuffer = new ArrayBufferWriter<byte>();

        ReusedBuffer.ResetWrittenCount();
        WriteCodec.Write(model, ReusedBuffer, write);
        return ReusedBuffer;
    }

    // A record that cannot be moved stays where it is, and stops none after it.
    private void SetAside(JournalRecord record)
    {
        try
        {
            WriterLog.SetAside(logger, record.Position, journal.SetAside(record));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            WriterLog.Unreadable(logger, $"record {record.Position}", e.Message);
        }
    }

    private async Task<(long Position, Write Write)?> TryTakeBackAsync(string path)
    {
        try
        {
            var payload = SegmentFile.Read(path);
            return TryRead(payload, path, out var write)
                ? (await journal.TakeBackAsync(path, payload).ConfigureAwait(false), write)
                : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or MlOpsException)
        {
            WriterLog.Unreadable(logger, path, e.Message);
            return null;
        }
    }

    private bool TryRead(ReadOnlyMemory<byte> payload, string where, out Write write)
    {
        write = default;
        try
        {
            write = WriteCodec.Read(model, payload);
            if (write.TenantId == tenantId)
                return true;

            WriterLog.Unreadable(logger, where, $"It belongs to the tenant {write.TenantId}, and this is {tenantId}.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            WriterLog.Unreadable(logger, where, e.Message);
        }

        return false;
    }
}
