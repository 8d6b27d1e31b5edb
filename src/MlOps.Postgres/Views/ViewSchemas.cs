using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres.Views;

/// <summary>Creates the schemas of views. EF creates those of tables.</summary>
internal static class ViewSchemas
{
    public static void Apply(List<MigrationOperation> operations, IRelationalModel? source, IRelationalModel? target)
    {
        var known = operations.OfType<EnsureSchemaOperation>().Select(schema => schema.Name).Concat(List(source));
        operations.InsertRange(0, List(target).Except(known).Select(schema => new EnsureSchemaOperation { Name = schema }));
    }

    private static IEnumerable<string> List(IRelationalModel? model) => model is null
        ? []
        : model.Tables.Select(table => table.Schema)
            .Concat(model.Model.GetSqlViews().Keys.Select(view => SqlNames.Split(view).Schema))
            .OfType<string>().Distinct().Order(StringComparer.Ordinal);
}
