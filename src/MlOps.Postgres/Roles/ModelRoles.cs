using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Postgres.Roles;

/// <summary>Reads the roles of a model.</summary>
internal static class ModelRoles
{
    /// <summary>The scope of a role. One that the model does not declare is trusted with nothing.</summary>
    public static RoleScope ScopeOf(this IReadOnlyModel model, string role) =>
        model[PostgresAnnotations.Role + role] is string scope ? Enum.Parse<RoleScope>(scope) : RoleScope.Tenant;

    public static string? FindOwnerRole(this IReadOnlyModel model)
    {
        var owners = model.Named(PostgresAnnotations.Role)
            .Where(role => role.Value == nameof(RoleScope.Owner)).Select(role => role.Name).ToList();
        return owners.Count > 1
            ? throw new InvalidOperationException(
                $"The roles {string.Join(" and ", owners)} are both declared as owners. Declare one with RoleScope.Owner.")
            : owners.SingleOrDefault();
    }
}
