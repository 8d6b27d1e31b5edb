using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Postgres.Views;

namespace MlOps.Postgres.Triggers;

/// <summary>Writes the functions that read tables of the model, when all names are final.</summary>
internal sealed class FunctionConvention(ISqlGenerationHelper sql) : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(
        IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        var model = modelBuilder.Metadata;
        var prefix = model.RequireFeatures().Annotations.Function;
        foreach (var annotation in model.GetAnnotations().Where(annotation => annotation.Value is FunctionDefinition).ToList())
        {
            var name = annotation.Name[prefix.Length..];
            var (arguments, definition) = ((FunctionDefinition)annotation.Value!).Function(new ViewNames(model, sql, $"Function '{name}'"));
            model.RemoveAnnotation(annotation.Name);
            // The same text on every machine, or each would see a change of the model.
            model.SetAnnotation($"{prefix}{name}({arguments.ReplaceLineEndings("\n").Trim()})", definition.ReplaceLineEndings("\n").Trim());
        }
    }
}
