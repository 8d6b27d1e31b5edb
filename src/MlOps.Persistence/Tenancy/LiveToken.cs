using MlOps.Domain.Tenancy;

namespace MlOps.Persistence.Tenancy;

/// <summary>A token that was valid when it was found: neither revoked nor expired, of a tenant that is active.</summary>
/// <param name="Id">Its id.</param>
/// <param name="TenantId">The tenant that its holder acts for.</param>
/// <param name="Name">The name that its acts bear.</param>
/// <param name="Scopes">What its holder may do.</param>
/// <param name="ExpiresAt">From when on it is refused; null for never.</param>
public sealed record LiveToken(Guid Id, Guid TenantId, string Name, AccessScopes Scopes, DateTimeOffset? ExpiresAt);
