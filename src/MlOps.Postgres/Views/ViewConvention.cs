using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres.Views;

/// <summary>Writes the queries of views when all names are final, and refuses views that would fail or leave a hole.</summary>
internal sealed class ViewConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var model = modelBuilder.Metadata;
        var prefix = model.RequireFeatures().Annotations.View;
        foreach (var annotation in model.GetAnnotations().Where(annotation => annotation.Value is ViewDefinition).ToList())
        {
            var definition = (ViewDefinition)annotation.Value!;
            var names = new ViewNames(model, sql, $"View '{annotation.Name[prefix.Length..]}'");
            // The same text on every machine, or each would see a change of the model.
            var query = definition.Query(names).ReplaceLineEndings("\n").Trim();
            var spec = new ViewSpec(query, [.. names.Reads], definition.UniqueKey, definition.Readers)
            {
                IsOfTenant = definition.IsOfTenant,
                Writers = definition.Writers,
                InsertFunction = definition.InsertFunction,
            };
            model.SetAnnotation(annotation.Name, spec.ToString());
        }

        var rules = new ViewRules(model);
        rules.Check();
        foreach (var (name, view) in rules.MaterializedForTenants)
            model.SetAnnotation(prefix + name, (view with { FilledBy = model.FindOwnerRole() }).ToString());
    }
}
