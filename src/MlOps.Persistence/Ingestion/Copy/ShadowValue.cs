using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Finds the value of a column for COPY where no property of the class has it.</summary>
internal static class ShadowValue
{
    /// <summary>The tenant, the discriminator of the class, the key of what a navigation leads to, or nothing.</summary>
    /// <param name="property">The property.</param>
    /// <param name="type">The entity or the part that has it.</param>
    /// <param name="table">The table of the column.</param>
    /// <param name="instance">The entity or the part.</param>
    /// <param name="row">The row that it belongs to.</param>
    public static Expression Read(IProperty property, ITypeBase type, ITable table, Expression instance, RowParameters row)
    {
        if ((type as IEntityType)?.FindTenantProperty() == property.Name)
            return row.TenantId;

        if (type.FindDiscriminatorProperty() == property)
        {
            // The discriminator of a part shows that the part is there, even if all of its values are null.
            return type is IEntityType entityType
                ? Discriminator(property, entityType, instance)
                : PartExpression.IfPresent(instance, Expression.Constant(type.GetDiscriminatorValue(), property.ClrType));
        }

        if (FindNavigation(property) is var (navigation, principal))
            return Expression.Convert(PartExpression.Read(PartExpression.Read(instance, navigation), principal), property.ClrType);

        return property.IsNullable && !IsFilledByOthers(property)
            ? Expression.Constant(null, property.ClrType)
            : throw new NotSupportedException(
                $"{table.Name}.{property.GetColumnName()} is filled from {type.DisplayName()}.{property.Name}, which is not a " +
                "property of the class, so COPY has no value for it. Add it to the class, or give the column a default.");
    }

    // The row belongs to the entity that has it in a collection, and nothing else tells which one that is.
    private static bool IsFilledByOthers(IProperty property) =>
        property.GetContainingForeignKeys().Any(key => key is { IsOwnership: false, PrincipalToDependent: not null });

    // Rows of several classes of one table may be in one COPY.
    private static UnaryExpression Discriminator(IProperty property, IEntityType entityType, Expression entity)
    {
        var values = entityType.GetRootType().GetDerivedTypesInclusive()
            .Where(type => !type.IsAbstract())
            .ToDictionary(type => type.ClrType, type => type.GetDiscriminatorValue());
        return Expression.Convert(
            Expression.Property(Expression.Constant(values), "Item", Expression.Call(entity, nameof(GetType), null)),
            property.ClrType);
    }

    private static (INavigation Navigation, IProperty Principal)? FindNavigation(IProperty property)
    {
        foreach (var key in property.GetContainingForeignKeys())
        {
            if (key.DependentToPrincipal is { IsCollection: false } navigation && !navigation.IsShadowProperty())
                return (navigation, key.PrincipalKey.Properties[key.Properties.ToList().IndexOf(property)]);
        }

        return null;
    }
}
