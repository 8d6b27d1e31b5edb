using System.Text;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Repositories.Predictions;

/// <summary>Dead letters: writes that a prediction writer accepted and the database refused.</summary>
public sealed class DeadLetterRepository(MlOpsDbContext context)
{
    /// <summary>Reads the letters, the oldest first.</summary>
    public IAsyncEnumerable<DeadLetterSummary> StreamAsync(int count) =>
        context.DeadLetters
            .OrderBy(letter => letter.CreatedAt).ThenBy(letter => letter.Id)
            .Take(count)
            .Select(letter => new DeadLetterSummary(
                letter.Id,
                letter.Kind,
                letter.ContentId,
                letter.Reason,
                letter.SqlState,
                letter.Attempts,
                letter.CreatedAt,
                letter.LastAttemptAt))
            .AsAsyncEnumerable();

    public Task<int> CountAsync(CancellationToken cancellationToken = default) =>
        context.DeadLetters.CountAsync(cancellationToken);

    /// <summary>
    /// Tries to store the content of a letter, and saves the context. If it succeeds, the letter is deleted. If not,
    /// the letter records the reason. A letter of an entity that the context does not know stays as it is.
    /// </summary>
    /// <returns>The reason for another refusal, or null if the content is stored.</returns>
    /// <exception cref="MlOpsException">There is no such letter.</exception>
    public Task<string?> RetryAsync(Guid id, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        context.InTransactionAsync(
            async () =>
            {
                var letter = await context.DeadLetters
                    .SingleOrDefaultAsync(stored => stored.Id == id, cancellationToken)
                    .ConfigureAwait(false) ?? throw NotFound(id);
                if (!WriteCodec.Knows(context.Model, letter.Kind))
                {
                    context.Detach([letter]);
                    return DescribeUnknown(letter);
                }

                var (refusal, sqlState) = await TryStoreAsync(letter, cancellationToken).ConfigureAwait(false);
                if (refusal is null)
                    context.DeadLetters.Remove(letter);
                else
                    letter.Fail(refusal, sqlState, at);

                await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                context.Detach([letter]);
                return refusal;
            },
            cancellationToken);

    /// <summary>Deletes a letter and its content.</summary>
    /// <exception cref="MlOpsException">There is no such letter, or a legal hold keeps rows of the tenant.</exception>
    public async Task DropAsync(Guid id, CancellationToken cancellationToken = default)
    {
        await HeldRows.RequireNoneAsync(context, cancellationToken).ConfigureAwait(false);
        var deleted = await context.DeadLetters.Where(letter => letter.Id == id).ExecuteDeleteAsync(cancellationToken)
            .ConfigureAwait(false);
        if (deleted == 0)
            throw NotFound(id);
    }

    private string DescribeUnknown(DeadLetter letter) =>
        $"{context.GetType().Name} has no entity named {letter.Kind}. Retry the letter with a context that has it, for instance by the " +
        "command of the application that wrote it.";

    private static MlOpsException NotFound(Guid id) => new(MlOpsError.NotFound, $"There is no dead letter {id}.");

    private async Task<(string? Refusal, string? SqlState)> TryStoreAsync(
        DeadLetter letter, CancellationToken cancellationToken)
    {
        try
        {
            var write = WriteCodec.Read(context.Model, letter.Kind, Encoding.UTF8.GetBytes(letter.Payload));
            if (write.Label is { } label)
            {
                var result = await BulkLabel.RunAsync(context, [label], cancellationToken).ConfigureAwait(false);
                return (result.Refused is [var refusal, ..] ? refusal.Reason : null, null);
            }

            var missing = await StoredRows.ExceptAsync(context, [write.Entity!], cancellationToken)
                .ConfigureAwait(false);
            await context.BulkInsertAsync(missing, cancellationToken).ConfigureAwait(false);
            return (null, null);
        }
        catch (Exception e) when (DatabaseRefusal.FindCause(e) is RefusalCause.Row or RefusalCause.Unknown)
        {
            return (DatabaseRefusal.Describe(e), DatabaseRefusal.FindSqlState(e));
        }
    }
}
