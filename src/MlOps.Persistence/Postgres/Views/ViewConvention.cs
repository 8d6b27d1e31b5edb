using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Postgres.Views;

/// <summary>Writes the queries of views when all names are final.</summary>
internal sealed class ViewConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var annotation in modelBuilder.Metadata.GetAnnotations().ToList())
        {
            if (annotation.Value is not ViewDefinition definition)
                continue;

            var names = new ViewNames(modelBuilder.Metadata, sql, annotation.Name[PostgresAnnotations.View.Length..]);
            // The same text on every machine, or each would see a change of the model.
            var query = definition.Query(names).ReplaceLineEndings("\n").Trim();
            var spec = new ViewSpec(query, [.. names.Reads], definition.UniqueKey, definition.Readers);
            modelBuilder.Metadata.SetAnnotation(annotation.Name, spec.ToString());
        }
    }
}
