using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres;

/// <summary>Declares which tenant a row belongs to.</summary>
public static class TenantBuilderExtensions
{
    /// <summary>
    /// Shows and lets change only the rows of the session's tenant, by PostgreSQL's row-level security.
    /// </summary>
    /// <param name="builder">The entity.</param>
    /// <param name="tenantId">The property with the tenant, with which the key of the entity begins.</param>
    public static EntityTypeBuilder<TEntity> IsTenantOwned<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, Guid>> tenantId)
        where TEntity : class =>
        (EntityTypeBuilder<TEntity>)builder.IsTenantOwned(PropertyNames.Read(tenantId));

    /// <inheritdoc cref="IsTenantOwned{TEntity}"/>
    public static EntityTypeBuilder IsTenantOwned(this EntityTypeBuilder builder, string tenantId) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.TenantProperty, tenantId);

    /// <summary>Lets the role that migrates read the rows of all tenants, and write those of the session's tenant as before.</summary>
    public static EntityTypeBuilder<TEntity> IsReadByOwner<TEntity>(this EntityTypeBuilder<TEntity> builder)
        where TEntity : class
    {
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.OwnerReads, "all tenants");
        return builder;
    }

    /// <summary>
    /// Lets logins be bound to a tenant each, which no setting of the session changes, and refuses sessions that name no tenant where they
    /// would see nothing. A login is bound by its row in the table, and by its membership in the role.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="boundRole">The role of all bound logins. Others are asked nothing more than whether they have it.</param>
    public static EntityTypeBuilder<TenantLogin> HasTenantLogins(this ModelBuilder builder, string table, string boundRole)
    {
        builder.HasSqlRole(boundRole);
        builder.HasAnnotation(builder.Model.RequireFeatures().Annotations.BoundRole, boundRole);
        return builder.Entity<TenantLogin>().ToTable(table);
    }

    /// <summary>The same by convention: what the entity itself declares stands.</summary>
    public static IConventionEntityTypeBuilder? IsTenantOwned(this IConventionEntityTypeBuilder builder, string tenantId) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.TenantProperty, tenantId);
}
