using System.Linq.Expressions;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>What the value of a column is read from: the entity, and the tenant that all rows of a COPY belong to.</summary>
internal sealed record RowParameters(ParameterExpression Entity, ParameterExpression TenantId)
{
    public static RowParameters Create() =>
        new(Expression.Parameter(typeof(object), "entity"), Expression.Parameter(typeof(Guid), "tenantId"));
}
