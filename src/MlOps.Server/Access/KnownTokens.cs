using System.Collections.Concurrent;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tenancy;

namespace MlOps.Server.Access;

/// <summary>
/// The tokens that callers sent lately. The database is asked again after a few seconds, so that a revoked token is refused by then.
/// </summary>
internal sealed class KnownTokens(TimeProvider clock)
{
    // A caller that makes up tokens must not fill the memory.
    private const int MaxKnown = 10_000;

    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    // While the database does not answer, a token stands for this long.
    private static readonly TimeSpan LongestAbsence = TimeSpan.FromMinutes(15);

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
            try
            {
                var context = createContext();
                await using (context.ConfigureAwait(false))
                {
                    var token = await new AccessTokens(context).FindAsync(secret, cancellationToken).ConfigureAwait(false);
                    found = (token, clock.GetTimestamp());
                }

                if (_known.Count >= MaxKnown)
                    _known.Clear();

                _known[key] = found;
            }
            catch (Exception e) when (MayStand(found, e))
            {
                // The journal takes what is written while the database is away.
            }
        }

        return found.Token is { } live && !(live.ExpiresAt <= clock.GetUtcNow()) ? live : null;
    }

    private bool MayStand((LiveToken? Token, long At) found, Exception e) =>
        found.Token is not null && clock.GetElapsedTime(found.At) < LongestAbsence && DatabaseRefusal.FindCause(e) == RefusalCause.Moment;
}
