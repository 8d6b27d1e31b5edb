using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Repositories.Governance;

/// <summary>Legal holds: orders to keep rows, whatever retention policies say.</summary>
public sealed class LegalHoldRepository(MlOpsDbContext context)
{
    /// <summary>Reads the holds, the newest first.</summary>
    /// <param name="includesReleased">Whether those that somebody released are among them.</param>
    public IAsyncEnumerable<LegalHold> StreamAsync(bool includesReleased) =>
        context.LegalHolds.AsNoTracking()
            .Where(hold => includesReleased || hold.ReleasedAt == null)
            .OrderByDescending(hold => hold.CreatedAt).ThenByDescending(hold => hold.Id)
            .AsAsyncEnumerable();

    /// <summary>Places a hold, and saves the context.</summary>
    /// <exception cref="MlOpsException">It is about a model that there is not.</exception>
    public async Task PlaceAsync(LegalHold hold, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(hold);
        if (hold.ModelName is { } name
            && !await context.Models.AnyAsync(model => model.Name == name, cancellationToken).ConfigureAwait(false))
            throw new MlOpsException(MlOpsError.NotFound, $"There is no model '{name}', so a hold would keep nothing.");

        context.Add(hold);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Releases a hold, and saves the context.</summary>
    /// <exception cref="MlOpsException">There is no such hold, or another writer was faster.</exception>
    /// <exception cref="Domain.IllegalTransitionException">It is released already.</exception>
    public async Task<LegalHold> ReleaseAsync(
        Guid id, string reason, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var hold = await context.LegalHolds.SingleOrDefaultAsync(found => found.Id == id, cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"There is no legal hold {id}. List the holds.");
        await context.RefreshAsync(hold, cancellationToken).ConfigureAwait(false);
        hold.Release(reason, by, at);
        await context.SaveOrConflictAsync(
            [hold], [], $"{hold} changed at the same time. Look at it, and try again.", cancellationToken).ConfigureAwait(false);
        return hold;
    }
}
