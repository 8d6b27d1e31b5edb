using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using MlOps.Persistence.Postgres;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Stores enumerations as text, with a CHECK that lists the members. Not as PostgreSQL enums: their comparison is not
/// leakproof, which keeps indexes unused under row-level security.
/// </summary>
internal sealed class EnumTextConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var property in entityType.GetDeclaredProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (type.IsEnum)
                    StoreAsText(property, type);
            }
        }
    }

    private void StoreAsText(IConventionProperty property, Type enumType)
    {
        var converter = property.GetValueConverter()
            ?? (ValueConverter)Activator.CreateInstance(typeof(EnumText<>).MakeGenericType(enumType))!;
        property.Builder.HasConversion(converter);
        // What lies in a document is no column.
        var entityType = (IConventionEntityType)property.DeclaringType;
        if (entityType.IsMappedToJson())
            return;

        var texts = enumType.GetEnumValues().Cast<object>().Select(converter.ConvertToProvider);

        var column = property.GetColumnName();
        entityType.Builder.HasCheckConstraint(
            $"ck_{entityType.GetTableName()}_{column}",
            $"{sql.DelimitIdentifier(column)} in ({string.Join(", ", texts.Select(text => SqlNames.Literal($"{text}")))})");
    }
}
