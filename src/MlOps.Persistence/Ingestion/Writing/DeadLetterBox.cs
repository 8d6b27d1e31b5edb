using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>Stores the writes that the database refuses, with the reason.</summary>
internal static class DeadLetterBox
{
    /// <summary>Stores a write; false if it is stored already, by an earlier attempt with an unknown outcome.</summary>
    public static async Task<bool> PutAsync(
        MlOpsDbContext context, Write write, string reason, string? sqlState, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var payload = WriteCodec.ToText(context.Model, write);
        // A conflict would be an error in the log of the server and in that of EF.
        if (await context.DeadLetters.AnyAsync(
            letter => letter.ContentId == write.Id && letter.Kind == write.Kind && letter.Payload == payload, cancellationToken)
            .ConfigureAwait(false))
            return false;

        context.DeadLetters.Add(DeadLetter.Record(write.Kind, write.Id, payload, reason, sqlState, at));
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
