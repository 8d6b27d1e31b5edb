using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres.Roles;

/// <summary>Declares roles and what they may do.</summary>
public static class RoleBuilderExtensions
{
    /// <summary>
    /// Adds a group role without login: created if the server does not have it, and never dropped, since roles are shared
    /// by all databases of a server.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="role">The role's name.</param>
    /// <param name="scope">Whose rows it may see.</param>
    public static ModelBuilder HasRole(this ModelBuilder builder, string role, RoleScope scope = RoleScope.Tenant) =>
        builder.HasAnnotation(PostgresAnnotations.Role + role, scope.ToString());

    /// <summary>Lets a role do something with the rows of an entity's tables, its leaves' included.</summary>
    public static EntityTypeBuilder<TEntity> GrantOn<TEntity>(
        this EntityTypeBuilder<TEntity> builder, string role, TableRights rights)
        where TEntity : class
    {
        builder.HasAnnotation(PostgresAnnotations.Grant + role, rights.ToSql());
        return builder;
    }

    /// <summary>
    /// Lets a role reach the partitions themselves, which carry no policy: for a writer that is trusted with all tenants.
    /// </summary>
    public static EntityTypeBuilder<TEntity> GrantOnPartitions<TEntity>(
        this EntityTypeBuilder<TEntity> builder, string role, TableRights rights)
        where TEntity : class
    {
        builder.HasAnnotation(PostgresAnnotations.PartitionGrant + role, rights.ToSql());
        return builder;
    }
}
