using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Verify;

/// <summary>The roles of a model.</summary>
/// <param name="All">All of them.</param>
/// <param name="OfTenants">Those that reach the rows of a single tenant.</param>
internal sealed record ModelRoles(string[] All, string[] OfTenants)
{
    public static ModelRoles Of(IReadOnlyModel model)
    {
        var roles = model.GetSqlRoles();
        return new([.. roles.Keys], [.. roles.Where(role => role.Value == RoleScope.Tenant).Select(role => role.Key)]);
    }
}
