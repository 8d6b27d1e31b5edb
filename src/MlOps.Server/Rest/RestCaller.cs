using System.Security.Claims;
using MlOps.Domain.Tenancy;
using MlOps.Server.Access;

namespace MlOps.Server.Rest;

/// <summary>What a caller may do.</summary>
internal sealed class RestCaller(ClaimsPrincipal user)
{
    public string Name { get; } = user.GetName();

    public bool MayRead { get; } = user.HasScope(AccessScopes.Read);

    public bool MayDecide { get; } = user.HasScope(AccessScopes.Decide);

    public bool MayAdminister { get; } = user.HasScope(AccessScopes.Admin);
}
