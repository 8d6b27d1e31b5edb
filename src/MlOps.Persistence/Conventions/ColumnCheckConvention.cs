using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Conventions;

/// <summary>Writes the checks of single columns when all names are final, so that they follow a renamed property.</summary>
internal sealed class ColumnCheckConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entityType in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var property in entityType.GetDeclaredProperties())
            {
                foreach (var annotation in property.GetAnnotations().Where(annotation => annotation.Value is ColumnCheck).ToList())
                {
                    AddCheck(entityType, property, (ColumnCheck)annotation.Value!);
                    property.RemoveAnnotation(annotation.Name);
                }
            }
        }
    }

    private void AddCheck(IConventionEntityType entityType, IConventionProperty property, ColumnCheck check)
    {
        var column = property.GetColumnName();
        entityType.Builder.HasCheckConstraint(
            $"ck_{entityType.GetTableName()}_{column}{check.NameSuffix}", check.Condition(sql.DelimitIdentifier(column)));
    }
}
