using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Tenancy;

/// <summary>
/// The tokens of programs that act for a tenant over HTTP. The owner of the tables makes, lists and revokes those of the context's tenant.
/// A login of an application can find a token by its secret, and read nothing else of them.
/// </summary>
public sealed class AccessTokens(MlOpsDbContext context)
{
    private IQueryable<AccessToken> Own => context.AccessTokens.Where(token => token.TenantId == context.TenantId);

    /// <summary>Makes a token, and saves the context. The secret is known to the caller alone from then on.</summary>
    /// <exception cref="MlOpsException">The tenant has a token of that name that nobody has revoked.</exception>
    public async Task<(AccessToken Token, AccessSecret Secret)> CreateAsync(
        string name,
        AccessScopes scopes,
        string by,
        DateTimeOffset at,
        DateTimeOffset? expiresAt = null,
        CancellationToken cancellationToken = default)
    {
        var secret = AccessSecret.Draw();
        var token = AccessToken.Issue(secret, context.TenantId, name, scopes, by, at, expiresAt);
        var conflict = $"There is a token '{name}' already. Choose another name, or revoke that one first.";
        if (await Own.AnyAsync(other => other.Name == name && other.RevokedAt == null, cancellationToken).ConfigureAwait(false))
            throw new MlOpsException(MlOpsError.Conflict, conflict);

        context.Add(token);
        await SaveAsync(token, conflict, cancellationToken).ConfigureAwait(false);
        return (token, secret);
    }

    /// <summary>Reads the tokens of the tenant, the newest first.</summary>
    /// <param name="includesRevoked">Whether those that somebody revoked are among them.</param>
    public IAsyncEnumerable<AccessToken> StreamAsync(bool includesRevoked) =>
        Own.AsNoTracking()
            .Where(token => includesRevoked || token.RevokedAt == null)
            .OrderByDescending(token => token.CreatedAt).ThenByDescending(token => token.Id)
            .AsAsyncEnumerable();

    /// <summary>Revokes a token of the tenant, and saves the context.</summary>
    /// <param name="nameOrId">The name of one that is not revoked, or an id.</param>
    /// <param name="by">Who revokes it.</param>
    /// <param name="at">When.</param>
    /// <param name="cancellationToken">Stops it; then it is not revoked.</param>
    /// <exception cref="MlOpsException">There is no such token, or another writer was faster.</exception>
    /// <exception cref="Domain.IllegalTransitionException">It is revoked already.</exception>
    public async Task<AccessToken> RevokeAsync(
        string nameOrId, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var meant = Guid.TryParse(nameOrId, out var id)
            ? Own.Where(token => token.Id == id)
            : Own.Where(token => token.Name == nameOrId && token.RevokedAt == null);
        var token = await meant.SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new MlOpsException(MlOpsError.NotFound, $"The tenant has no valid token '{nameOrId}'. List the tokens.");
        token.Revoke(by, at);
        await SaveAsync(token, $"{token} changed at the same time. Look at it, and try again.", cancellationToken).ConfigureAwait(false);
        return token;
    }

    /// <summary>
    /// Finds the token of a secret, whatever its tenant, if it is valid now. A login that is bound to a tenant finds those of its own.
    /// </summary>
    /// <param name="secret">The secret as somebody sent it.</param>
    /// <param name="cancellationToken">Stops the question.</param>
    /// <returns>The token; null if there is none, or none that is valid.</returns>
    public async Task<LiveToken?> FindAsync(string? secret, CancellationToken cancellationToken = default) =>
        AccessSecret.TryParse(secret, out var parsed)
            ? await context.QuerySql<LiveToken>(
                $"""
                SELECT (t ->> 'id')::uuid AS "Id", (t ->> 'tenant')::uuid AS "TenantId", t ->> 'name' AS "Name",
                    (t ->> 'scopes')::integer AS "Scopes", (t ->> 'expires')::timestamptz AS "ExpiresAt"
                FROM mlops_find_access_token({parsed.Hash()}) AS t WHERE t IS NOT NULL
                """).SingleOrDefaultAsync(cancellationToken).ConfigureAwait(false)
            : null;

    // The next save must not store what lost, and the next query must not return it.
    private async Task SaveAsync(AccessToken token, string conflict, CancellationToken cancellationToken)
    {
        try
        {
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException e) when (
            e is DbUpdateConcurrencyException
            || e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation })
        {
            context.Entry(token).State = EntityState.Detached;
            throw new MlOpsException(MlOpsError.Conflict, conflict, e);
        }
    }
}
