namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>The place of a tenant's writer. The lock of <see cref="TenantWriters"/> guards it.</summary>
internal sealed class TenantSlot(Func<TenantWriter> open)
{
    private readonly Lazy<TenantWriter> _writer = new(open);

    /// <summary>The writer, which the first call opens.</summary>
    public TenantWriter Writer => _writer.Value;

    public bool IsOpen => _writer.IsValueCreated;

    /// <summary>Opens the writer, or waits for a caller that opens it. False if that fails, of which the caller hears.</summary>
    public bool TryOpen()
    {
        try
        {
            return Writer is not null;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>How many callers are about to write.</summary>
    public int Users { get; set; }

    /// <summary>When the last caller was done, by the monotonic clock.</summary>
    public long UsedAt { get; set; }

    /// <summary>Completes when the writer is closed; null unless it is about to be.</summary>
    public Task? Closing { get; set; }

    /// <summary>Whether nobody writes, and all is stored.</summary>
    public bool IsIdle => Users == 0 && Closing is null && IsOpen && Writer.IsDone;
}
