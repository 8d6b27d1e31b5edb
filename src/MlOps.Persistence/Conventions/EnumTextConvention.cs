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
            StoreAsText(entityType, entityType);
    }

    private void StoreAsText(IConventionTypeBase type, IConventionEntityType entityType)
    {
        foreach (var property in type.GetDeclaredProperties())
        {
            var enumType = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
            // Any combination of flags is a value, and a number.
            if (enumType.IsEnum && !enumType.IsDefined(typeof(FlagsAttribute), inherit: false))
                StoreAsText(property, enumType, entityType);
        }

        foreach (var part in type.GetDeclaredComplexProperties())
            StoreAsText(part.ComplexType, entityType);
    }

    private void StoreAsText(IConventionProperty property, Type enumType, IConventionEntityType entityType)
    {
        // A conversion that the application has chosen is not replaced by that of a convention.
        if (property.GetColumnTypeConfigurationSource() is null)
            property.Builder.HasConversion((ValueConverter)Activator.CreateInstance(typeof(EnumText<>).MakeGenericType(enumType))!);

        // What lies in a document is no column, and an enumeration of the server's knows its members.
        if (property.DeclaringType.IsMappedToJson() || types.FindMapping((IProperty)property) is not { Converter: not null } mapping)
            return;

        var column = property.GetColumnName();
        entityType.Builder.HasCheckConstraint(
            $"ck_{entityType.GetTableName()}_{column}",
            $"{sql.DelimitIdentifier(column)} in ({string.Join(", ", enumType.GetEnumValues().Cast<object>().Distinct().Select(mapping.GenerateSqlLiteral))})");
    }
}
