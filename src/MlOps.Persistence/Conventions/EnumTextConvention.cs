using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Stores enumerations as text, if nothing else is asked for, with a CHECK that lists the members. Not as PostgreSQL enums:
/// their comparison is not leakproof, which keeps indexes unused under row-level security.
/// </summary>
internal sealed class EnumTextConvention(ISqlGenerationHelper sql, IRelationalTypeMappingSource types) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var property in entityType.GetDeclaredProperties())
            {
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                // Any combination of flags is a value, and a number.
                if (type.IsEnum && !type.IsDefined(typeof(FlagsAttribute), inherit: false))
                    StoreAsText(property, type);
            }
        }
    }

    private void StoreAsText(IConventionProperty property, Type enumType)
    {
        // A conversion that the application has chosen is not replaced by that of a convention.
        if (property.GetColumnTypeConfigurationSource() is null)
            property.Builder.HasConversion((ValueConverter)Activator.CreateInstance(typeof(EnumText<>).MakeGenericType(enumType))!);

        // What lies in a document is no column, and an enumeration of the server's knows its members.
        var entityType = (IConventionEntityType)property.DeclaringType;
        if (entityType.IsMappedToJson() || types.FindMapping((IProperty)property) is not { Converter: not null } mapping)
            return;

        var column = property.GetColumnName();
        entityType.Builder.HasCheckConstraint(
            $"ck_{entityType.GetTableName()}_{column}",
            $"{sql.DelimitIdentifier(column)} in ({string.Join(", ", enumType.GetEnumValues().Cast<object>().Select(mapping.GenerateSqlLiteral))})");
    }
}
