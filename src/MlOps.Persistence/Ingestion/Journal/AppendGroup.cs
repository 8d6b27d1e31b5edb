namespace MlOps.Persistence.Ingestion.Journal;

/// <summary>Records that reach the disk together.</summary>
internal sealed class AppendGroup(long firstPosition, byte[] buffer)
{
    /// <summary>The size of a group. Only a group with a single record may be larger.</summary>
    public const int Limit = 8 << 20;

    private const int SmallestBuffer = 64 << 10;

    // Callers continue on other threads, because the flushing thread has the next group to write.
    private readonly TaskCompletionSource _durable = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long FirstPosition => firstPosition;

    public int Count { get; private set; }

    public int Length { get; private set; }

    public Task Durable => _durable.Task;

    public Memory<byte> Bytes => Buffer.AsMemory(0, Length);

    public byte[] Buffer { get; private set; } = buffer;

    public bool HasRoomFor(int frame) => Count == 0 || Length + frame <= Limit;

    public JournalAppend Add(ReadOnlySpan<byte> payload)
    {
        var end = Length + RecordFrame.Bytes + payload.Length;
        if (end > Buffer.Length)
            Grow(end);

        RecordFrame.Write(Buffer.AsSpan(Length), payload);
        Length = end;
        return new JournalAppend(FirstPosition + Count++, Durable);
    }

    public void Complete() => _durable.SetResult();

    public void Fail(MlOpsException exception)
    {
        _durable.TrySetException(exception);
        // Observed here, because no caller may be waiting for it any more.
        _ = _durable.Task.Exception;
    }

    private void Grow(int needed)
    {
        var length = Math.Max(needed, Math.Max(SmallestBuffer, Math.Min(Buffer.Length * 2, Limit)));
        var grown = GC.AllocateUninitializedArray<byte>(length);
        Buffer.AsSpan(0, Length).CopyTo(grown);
        Buffer = grown;
    }
}
