using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.Ingestion.Rows;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>
/// Finds the columns that an entity type writes into one of its tables: for its own properties, and for those of complex and
/// owned parts in the same row.
/// </summary>
internal sealed class TableColumns(IEntityType entityType, ITable table)
{
    private readonly RowParameters _row = RowParameters.Create();
    private readonly List<ColumnWriter> _writers = [];

    public IReadOnlyList<ColumnWriter> Find()
    {
        Add(entityType, _row.Entity);
        return _writers;
    }

    private void Add(ITypeBase type, Expression instance)
    {
        var mapping = type.GetTableMappings().SingleOrDefault(mapping => mapping.Table == table);
        foreach (var column in mapping?.ColumnMappings.Where(IsWritten) ?? [])
        {
            // An owned part repeats the key of its owner.
            if (_writers.All(writer => writer.ColumnName != column.Column.Name))
                _writers.Add(ColumnWriter.For(column, _row, Read(column.Property, type, instance)));
        }

        foreach (var (member, part) in RowParts.Of(type))
            Add(part, PartExpression.Read(instance, member));
    }

    private Expression Read(IProperty property, ITypeBase type, Expression instance) =>
        property.IsShadowProperty()
            ? ShadowValue.Read(property, type, table, instance, _row)
            : OrDefault(property, PartExpression.Read(instance, property));

    // SaveChanges leaves a column out where its property still has the initial value, so that the database fills in a default. A
    // COPY has the same columns for all rows.
    private Expression OrDefault(IProperty property, Expression value)
    {
        if (property.ValueGenerated != ValueGenerated.OnAdd || !HasDefault(property))
            return value;

        var isUnset = Expression.Equal(value, Expression.Constant(property.Sentinel, value.Type));
        return Expression.Condition(
            isUnset,
            property.TryGetDefaultValue(out var constant)
                ? Expression.Constant(constant, value.Type)
                : Expression.Throw(Expression.Constant(new NotSupportedException(
                    $"{entityType.DisplayName()}.{property.Name} is not set. COPY cannot use the database's default for some " +
                    "rows only. Set it, or save the entity with SaveChanges.")), value.Type),
            value);
    }

    // The database fills in the values that EF does not send either (of computed columns, of xmin, of columns that triggers set),
    // those of identity columns, and those of columns with a default and no property.
    private static bool IsWritten(IColumnMapping mapping) =>
        mapping.Property.GetBeforeSaveBehavior() != PropertySaveBehavior.Ignore
        && mapping.Property.GetValueGenerationStrategy() == NpgsqlValueGenerationStrategy.None
        && !(mapping.Property.IsShadowProperty() && HasDefault(mapping.Property));

    private static bool HasDefault(IProperty property) =>
        property.GetDefaultValueSql() is not null || property.TryGetDefaultValue(out _);
}
