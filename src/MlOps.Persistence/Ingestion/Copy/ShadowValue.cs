using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Ingestion.Copy;

/// <summary>Where COPY takes the value of a column from that no property of the class holds.</summary>
internal static class ShadowValue
{
    /// <summary>
    /// The discriminator of the entity's class, the mark of a part that is there, the key of what a navigation leads to, or
    /// nothing.
    /// </summary>
    public static Expression Read(IProperty property, ITypeBase type, ITable table, ParameterExpression entity, Expression instance)
    {
        if (type is IEntityType entityType && entityType.FindDiscriminatorProperty() == property)
            return Discriminator(property, entityType, entity);

        if (type is IComplexType complexType && complexType.FindDiscriminatorProperty() == property)
            return PartExpression.IfPresent(instance, Expression.Constant(complexType.GetDiscriminatorValue(), property.ClrType));

        if (FindNavigation(property) is var (navigation, principal))
            return PartExpression.Read(PartExpression.Read(instance, navigation), principal);

        return property.IsNullable
            ? Expression.Constant(null, property.ClrType)
            : throw new NotSupportedException(
                $"{table.Name}.{property.GetColumnName()} is filled from {type.DisplayName()}.{property.Name}, which is not a " +
                "property of the class, so that COPY cannot know its value. Add it to the class, or give the column a default.");
    }

    // Rows of several classes of one table may be in one COPY.
    private static UnaryExpression Discriminator(IProperty property, IEntityType entityType, ParameterExpression entity)
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
