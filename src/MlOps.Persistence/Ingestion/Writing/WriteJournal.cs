using System.Buffers;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Persistence.Ingestion.Serialization;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The journal of a writer: what it accepts, as bytes.</summary>
internal sealed class WriteJournal(DurableJournal journal, IModel model, ILogger logger) : IAsyncDisposable
{
    private const int LargestReusedBuffer = 1 << 20;

    // One for each thread that writes.
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? ReusedBuffer;

    public long TotalBytes => journal.TotalBytes;

    public long Waiting => journal.UnreleasedRecords;

    /// <summary>Takes the content at once; false if too much waits for the disk.</summary>
    /// <exception cref="MlOpsException">The journal is full, or the content is larger than anything that it takes.</exception>
    public bool TryAppend(object content, out JournalAppend append) => journal.TryAppend(Serialize(content).WrittenSpan, out append);

    /// <summary>Returns when the content is on disk.</summary>
    /// <exception cref="MlOpsException">It is not; the message says why.</exception>
    public async ValueTask<JournalAppend> AppendAsync(object content, CancellationToken cancellationToken)
    {
        if (TryAppend(content, out var append))
        {
            await append.Durable.ConfigureAwait(false);
            return append;
        }

        // A copy, since other writes use the buffer while this one waits for room.
        var payload = Serialize(content).WrittenSpan.ToArray();
        return new JournalAppend(await journal.AppendAsync(payload, cancellationToken).ConfigureAwait(false), Task.CompletedTask);
    }

    /// <summary>Releases writes that are in the database.</summary>
    public async Task ReleaseAsync(IReadOnlyList<PendingWrite> writes)
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
                WriterLog.NeverInJournal(logger, write.Id, append.Durable.Exception?.GetBaseException().Message ?? "");
        }

        journal.Release([.. positions]);
    }

    /// <summary>Reads the writes of an earlier process.</summary>
    public IEnumerable<(long Position, object Content)> Replay()
    {
        foreach (var record in journal.Replay())
        {
            object content;
            try
            {
                content = WriteCodec.Read(model, record.Payload);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                WriterLog.Unreadable(logger, record.Position, e.Message);
                continue;
            }

            yield return (record.Position, content);
        }
    }

    public ValueTask DisposeAsync() => journal.DisposeAsync();

    private ArrayBufferWriter<byte> Serialize(object content)
    {
        if (ReusedBuffer is null || ReusedBuffer.Capacity > LargestReusedBuffer)
            ReusedBuffer = new ArrayBufferWriter<byte>();

        ReusedBuffer.ResetWrittenCount();
        WriteCodec.Write(model, ReusedBuffer, content);
        return ReusedBuffer;
    }
}
