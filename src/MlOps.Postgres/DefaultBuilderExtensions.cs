using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MlOps.Postgres;

/// <summary>Declares what a column has if SQL of others does not name it.</summary>
public static class DefaultBuilderExtensions
{
    /// <summary>
    /// Gives the column a default for SQL of others. EF goes on writing each value itself, which HasDefaultValueSql would change: an
    /// insert would leave values out, and read them back.
    /// </summary>
    /// <param name="builder">The property.</param>
    /// <param name="sql">An expression of SQL, such as now(). It may call functions of the model.</param>
    public static PropertyBuilder<TProperty> HasSqlDefault<TProperty>(this PropertyBuilder<TProperty> builder, string sql)
    {
        builder.HasAnnotation(builder.Metadata.DeclaringType.Model.RequireFeatures().Annotations.SqlDefault, sql);
        return builder;
    }

    /// <summary>The same by convention: what the entity itself declares stands.</summary>
    public static IConventionPropertyBuilder? HasSqlDefault(this IConventionPropertyBuilder builder, string sql) =>
        builder.HasAnnotation(builder.Metadata.DeclaringType.Model.RequireFeatures().Annotations.SqlDefault, sql);
}
