using System.Collections.Concurrent;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;

namespace MlOps.Server.Access;

/// <summary>
/// The tokens that callers sent lately. The database is asked again after a few seconds, so that a revoked token is refused by then.
/// </summary>
internal sealed class KnownTokens(TimeProvider clock)
{
    // Whoever sends made-up tokens must not fill the memory.
    private const int MaxKnown = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, (LiveToken? Token, long At)> _known = new(StringComparer.Ordinal);

    /// <summary>The token of a secret; null if it is not valid.</summary>
    public async ValueTask<LiveToken?> FindAsync(
        string secret, Func<MlOpsDbContext> createContext, CancellationToken cancellationToken)
    {
        if (!AccessSecret.TryParse(secret, out var parsed))
            return null;

        var key = Convert.ToHexString(parsed.Hash());
        if (!_known.TryGetValue(key, out var found) || clock.GetElapsedTime(found.At) >= Lifetime)
        {
            var context = createContext();
            await using (context.ConfigureAwait(false))
                found = (await new AccessTokens(context).FindAsync(secret, cancellationToken).ConfigureAwait(false), clock.GetTimestamp());

            if (_known.Count >= MaxKnown)
                _known.Clear();

            _known[key] = found;
        }

        return found.Token is { } token && !(token.ExpiresAt <= clock.GetUtcNow()) ? token : null;
    }
}
