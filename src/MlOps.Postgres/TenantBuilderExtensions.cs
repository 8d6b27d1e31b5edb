using System.Linq.Expressions;
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

    /// <summary>The same by convention: what the entity itself declares stands.</summary>
    public static IConventionEntityTypeBuilder? IsTenantOwned(this IConventionEntityTypeBuilder builder, string tenantId) =>
        builder.HasAnnotation(builder.Metadata.Model.RequireFeatures().Annotations.TenantProperty, tenantId);
}
