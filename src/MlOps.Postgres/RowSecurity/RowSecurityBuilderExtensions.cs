using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres.RowSecurity;

/// <summary>Declares whose rows are whose.</summary>
public static class RowSecurityBuilderExtensions
{
    /// <summary>
    /// Shows and lets change only the rows of the session's tenant, by PostgreSQL's row-level security.
    /// </summary>
    public static EntityTypeBuilder<TEntity> IsTenantOwned<TEntity>(
        this EntityTypeBuilder<TEntity> builder, Expression<Func<TEntity, Guid>> tenantId)
        where TEntity : class
    {
        builder.HasAnnotation(PostgresAnnotations.TenantProperty, ((MemberExpression)tenantId.Body).Member.Name);
        return builder;
    }
}
