using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Tenancy;

/// <summary>Legal holds, before rows are deleted that a person names.</summary>
internal static class HeldRows
{
    /// <summary>Throws if the tenant of a context has a hold of any kind: what belongs to what it keeps is not easy to say.</summary>
    /// <exception cref="MlOpsException">It has one.</exception>
    public static async Task RequireNoneAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var hold = await context.LegalHolds.AsNoTracking().Where(hold => hold.ReleasedAt == null).OrderBy(hold => hold.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (hold is not null)
            throw new MlOpsException(
                MlOpsError.Refused,
                $"Legal hold {hold.Id} keeps rows of this tenant, so that nothing is deleted: {hold.Reason.TrimEnd('.')}. " +
                "Release it first, if you may.");
    }
}
