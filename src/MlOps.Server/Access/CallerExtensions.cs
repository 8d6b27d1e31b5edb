using System.Globalization;
using System.Security.Claims;
using MlOps.Domain.Tenancy;

namespace MlOps.Server.Access;

/// <summary>What the server knows of a caller.</summary>
internal static class CallerExtensions
{
    public const string TenantClaim = "tenant";
    public const string ScopeClaim = "scope";

    /// <summary>The tenant that the caller acts for.</summary>
    public static Guid GetTenant(this ClaimsPrincipal caller) =>
        Guid.Parse(caller.FindFirstValue(TenantClaim)!, CultureInfo.InvariantCulture);

    /// <summary>The name that the acts of the caller bear.</summary>
    public static string GetName(this ClaimsPrincipal caller) => caller.Identity!.Name!;

    public static bool HasScope(this ClaimsPrincipal caller, AccessScopes scope) => caller.HasClaim(ScopeClaim, $"{scope}");
}
