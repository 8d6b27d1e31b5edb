using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Conventions;

/// <summary>
/// Stores enumerations as text by default, with a CHECK that lists the members. It does not use enums of PostgreSQL: their
/// comparison is not leakproof, so under row-level security no index on them is used.
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
            // Any combination of flags is a value, so flags are stored as a number.
            if (enumType.IsEnum && !enumType.IsDefined(typeof(FlagsAttribute), inherit: false))
                StoreAsText(property, enumType, entityType);
        }

        foreach (var part in type.GetDeclaredComplexProperties())
            StoreAsText(part.ComplexType, entityType);
    }

    private void StoreAsText(IConventionProperty property, Type enumType, IConventionEntityType entityType)
    {
        // A convention does not replace a conversion that the application has chosen.
        if (property.GetColumnTypeConfigurationSource() is null)
            property.Builder.HasConverter(typeof(EnumText<>).MakeGenericType(enumType));

        // A value in a document is not a column, and an enum of the server has its members already.
        if (property.DeclaringType.IsMappedToJson() || types.FindMapping((IProperty)property) is not { Converter: not null } mapping)
            return;

        var column = property.GetColumnName();
        var members = enumType.GetEnumValues().Cast<object>().Distinct().Select(mapping.GenerateSqlLiteral);
        entityType.Builder.HasCheckConstraint(
            $"ck_{entityType.GetTableName()}_{column}",
            $"{sql.DelimitIdentifier(column)} in ({string.Join(", ", members)})");
    }
}
