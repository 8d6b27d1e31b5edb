using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using NpgsqlTypes;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Writes one property of an entity as one value of a binary COPY, without boxing it.</summary>
internal sealed class ColumnWriter
{
    private static readonly MethodInfo WriteValue = FindWrite(typeof(NpgsqlDbType));

    // For types that Npgsql learns from the server, as enumerations are.
    private static readonly MethodInfo WriteValueOfNamedType = FindWrite(typeof(string));

    private static readonly MethodInfo WriteNull = typeof(NpgsqlBinaryImporter).GetMethod(
        nameof(NpgsqlBinaryImporter.WriteNullAsync))!;

    // Compiled when a small batch needs it.
    private readonly Lazy<ColumnParameters> _parameters;

    private ColumnWriter(
        IProperty property,
        string columnName,
        Func<object, Guid, NpgsqlBinaryImporter, CancellationToken, Task> write,
        Func<ColumnParameters> createParameters)
    {
        Property = property;
        ColumnName = columnName;
        WriteAsync = write;
        _parameters = new Lazy<ColumnParameters>(createParameters);
    }

    public IProperty Property { get; }

    public string ColumnName { get; }

    /// <summary>Writes the value of an entity, or the tenant where the class has no property for it.</summary>
    public Func<object, Guid, NpgsqlBinaryImporter, CancellationToken, Task> WriteAsync { get; }

    public ColumnParameters Parameters => _parameters.Value;

    /// <param name="mapping">The column, and how its values are converted.</param>
    /// <param name="row">What values are read from.</param>
    /// <param name="value">How the value is read.</param>
    public static ColumnWriter For(IColumnMapping mapping, RowParameters row, Expression value)
    {
        var importer = Expression.Parameter(typeof(NpgsqlBinaryImporter), "importer");
        var cancellationToken = Expression.Parameter(typeof(CancellationToken), "cancellationToken");
        var read = Expression.Variable(value.Type, "value");

        var provided = Provided(NotNull(read), mapping.TypeMapping);
        var type = TypeOf(mapping.TypeMapping);
        var method = type is NpgsqlDbType ? WriteValue : WriteValueOfNamedType;
        Expression write = Expression.Call(
            importer, method.MakeGenericMethod(provided.Type), provided, Expression.Constant(type), cancellationToken);

        if (PartExpression.CanBeNull(value.Type))
        {
            write = Expression.Condition(
                Expression.Equal(read, Expression.Constant(null, value.Type)),
                Expression.Call(importer, WriteNull, cancellationToken),
                write);
        }

        var lambda = Expression.Lambda<Func<object, Guid, NpgsqlBinaryImporter, CancellationToken, Task>>(
            Expression.Block([read], Expression.Assign(read, value), write), row.Entity, row.TenantId, importer, cancellationToken);
        return new ColumnWriter(
            mapping.Property, mapping.Column.Name, lambda.Compile(), () => ColumnParameters.For(row, value, read, provided, type));
    }

    private static Expression NotNull(Expression value) =>
        Nullable.GetUnderlyingType(value.Type) is null ? value : Expression.Property(value, nameof(Nullable<int>.Value));

    private static Expression Provided(Expression value, RelationalTypeMapping mapping) =>
        mapping.Converter is { } converter
            ? Expression.Invoke(
                converter.ConvertToProviderExpression,
                Expression.Convert(value, converter.ConvertToProviderExpression.Parameters[0].Type))
            : value;

    // A parameter that the mapping makes knows its PostgreSQL type. The mapping does not show it.
    private static object TypeOf(RelationalTypeMapping mapping)
    {
        using var command = new NpgsqlCommand();
        var parameter = (NpgsqlParameter)mapping.CreateParameter(command, "p", null, nullable: true);
        return parameter.NpgsqlDbType == NpgsqlDbType.Unknown ? parameter.DataTypeName ?? mapping.StoreType : parameter.NpgsqlDbType;
    }

    private static MethodInfo FindWrite(Type typeOfType) => typeof(NpgsqlBinaryImporter).GetMethods().Single(method =>
        method is { Name: nameof(NpgsqlBinaryImporter.WriteAsync), IsGenericMethod: true }
        && method.GetParameters() is [_, { ParameterType: var type }, _] && type == typeOfType);
}
