using System.Linq.Expressions;
using Npgsql;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Makes parameters of the values of one column, as COPY would write them.</summary>
internal abstract class ColumnParameters
{
    /// <summary>
    /// Whether one array can have the values of all rows. Npgsql makes arrays of other types in ways of its own, and unnest() would
    /// take apart an array that is itself a value.
    /// </summary>
    public abstract bool FitIntoArray { get; }

    /// <summary>Whether one of the rows has a value.</summary>
    public abstract bool HaveAny(IReadOnlyList<object> entities, Guid tenantId);

    public abstract NpgsqlParameter Create(object entity, Guid tenantId);

    public abstract NpgsqlParameter CreateArray(IReadOnlyList<object> entities, Guid tenantId);

    /// <param name="row">What values are read from.</param>
    /// <param name="value">How the value is read.</param>
    /// <param name="read">The variable that has the value once it is read.</param>
    /// <param name="provided">The value as Npgsql gets it, where it is not null.</param>
    /// <param name="type">The type of PostgreSQL, or its name.</param>
    public static ColumnParameters For(
        RowParameters row, Expression value, ParameterExpression read, Expression provided, object type)
    {
        // Also where nothing is null: to Npgsql an array of bytes or of characters is one value.
        var valueType = provided.Type.IsValueType ? typeof(Nullable<>).MakeGenericType(provided.Type) : provided.Type;
        Expression result = provided.Type == valueType ? provided : Expression.Convert(provided, valueType);
        if (PartExpression.CanBeNull(value.Type))
        {
            result = Expression.Condition(
                Expression.Equal(read, Expression.Constant(null, value.Type)), Expression.Constant(null, valueType), result);
        }

        var lambda = Expression.Lambda(
            typeof(Func<,,>).MakeGenericType(typeof(object), typeof(Guid), valueType),
            Expression.Block([read], Expression.Assign(read, value), result),
            row.Entity,
            row.TenantId);
        return (ColumnParameters)Activator.CreateInstance(
            typeof(ColumnParameters<>).MakeGenericType(valueType), lambda.Compile(), type)!;
    }
}
