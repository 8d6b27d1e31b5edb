using System.Globalization;
using System.Security.Claims;

namespace MlOps.Server.Access;

/// <summary>What the server knows of a caller.</summary>
internal static class CallerExtensions
{
    public const string TenantClaim = "tenant";
    public const string ScopeClaim = "scope";

    public static Guid GetTenant(this ClaimsPrincipal caller) =>
        Guid.Parse(caller.FindFirstValue(TenantClaim)!, CultureInfo.InvariantCulture);
}
