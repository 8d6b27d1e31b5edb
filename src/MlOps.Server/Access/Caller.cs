using System.Security.Claims;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;

namespace MlOps.Server.Access;

/// <summary>Makes the identities of callers.</summary>
internal static class Caller
{
    // What a caller without a token is called in the audit log.
    private const string Nobody = "http";

    private static readonly AccessScopes[] Scopes = [.. Enum.GetValues<AccessScopes>().Where(scope => scope != AccessScopes.None)];

    public static ClaimsPrincipal Of(LiveToken token) => Create(token.TenantId, token.Name, token.Scopes);

    /// <summary>A program of this machine, which may do everything as the default tenant.</summary>
    public static ClaimsPrincipal OfThisMachine() => Create(Tenants.Default, Nobody, Scopes.Aggregate((all, scope) => all | scope));

    private static ClaimsPrincipal Create(Guid tenantId, string name, AccessScopes scopes) => new(new ClaimsIdentity(
        [
            new Claim(CallerExtensions.TenantClaim, $"{tenantId}"),
            new Claim(ClaimTypes.Name, name),
            .. Scopes.Where(scope => scopes.HasFlag(scope)).Select(scope => new Claim(CallerExtensions.ScopeClaim, $"{scope}")),
        ],
        TokenHandler.Name));
}
