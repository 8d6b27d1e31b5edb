using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion.Serialization;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Stores the writes that the database refuses, with the reason.</summary>
internal static class DeadLetterBox
{
    /// <summary>Stores a write; false if it is stored already, by an earlier attempt with an unknown outcome.</summary>
    public static async Task<bool> PutAsync(
        MlOpsDbContext context, object content, string reason, string? sqlState, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var id = new PendingWrite(content, 0).Id;
        var payload = WriteCodec.ToText(context.Model, content);
        context.DeadLetters.Add(DeadLetter.Record(WriteCodec.KindOf(content), id, payload, reason, sqlState, at));
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (DbUpdateException e) when (DatabaseRefusal.IsDuplicate(e))
        {
            return false;
        }
        finally
        {
            context.ChangeTracker.Clear();
        }
    }
}
