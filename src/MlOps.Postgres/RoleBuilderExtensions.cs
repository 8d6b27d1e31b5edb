using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Postgres.Roles;

namespace MlOps.Postgres;

/// <summary>Declares roles and what they may do.</summary>
public static class RoleBuilderExtensions
{
    /// <summary>
    /// Adds a group role without login: created if the server does not have it, and never dropped, since roles are shared
    /// by all databases of a server.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="role">The role's name.</param>
    /// <param name="scope">The tenants that it may read and write.</param>
    public static ModelBuilder HasSqlRole(this ModelBuilder builder, string role, RoleScope scope = RoleScope.Tenant) =>
        builder.HasAnnotation(builder.Model.RequireFeatures().Annotations.Role + role, scope.ToString());

    /// <summary>The same by convention: the scope that the model itself declares for the role stands.</summary>
    public static IConventionModelBuilder? HasSqlRole(this IConventionModelBuilder builder, string role, RoleScope scope) =>
        builder.HasAnnotation(builder.Metadata.RequireFeatures().Annotations.Role + role, scope.ToString());

    /// <summary>Lets a role do something with the rows of an entity's tables, those of its leaves included.</summary>
    public static EntityTypeBuilder<TEntity> GrantTo<TEntity>(
        this EntityTypeBuilder<TEntity> builder, string role, TableRights rights)
        where TEntity : class => (EntityTypeBuilder<TEntity>)((EntityTypeBuilder)builder).GrantTo(role, rights);

    /// <inheritdoc cref="GrantTo{TEntity}"/>
    public static EntityTypeBuilder GrantTo(this EntityTypeBuilder builder, string role, TableRights rights) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.Grant + role, rights.ToSql());

    /// <summary>The same by convention: what the entity itself declares for the role stands.</summary>
    public static IConventionEntityTypeBuilder? GrantTo(this IConventionEntityTypeBuilder builder, string role, TableRights rights) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.Grant + role, rights.ToSql());

    /// <summary>
    /// Lets a role reach the partitions themselves, which carry no policy: for a writer that is trusted with all tenants.
    /// </summary>
    public static EntityTypeBuilder<TEntity> GrantPartitionsTo<TEntity>(
        this EntityTypeBuilder<TEntity> builder, string role, TableRights rights)
        where TEntity : class => (EntityTypeBuilder<TEntity>)((EntityTypeBuilder)builder).GrantPartitionsTo(role, rights);

    /// <inheritdoc cref="GrantPartitionsTo{TEntity}"/>
    public static EntityTypeBuilder GrantPartitionsTo(this EntityTypeBuilder builder, string role, TableRights rights) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.PartitionGrant + role, rights.ToSql());

    /// <summary>The same by convention: what the entity itself declares for the role stands.</summary>
    public static IConventionEntityTypeBuilder? GrantPartitionsTo(
        this IConventionEntityTypeBuilder builder, string role, TableRights rights) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.PartitionGrant + role, rights.ToSql());
}
