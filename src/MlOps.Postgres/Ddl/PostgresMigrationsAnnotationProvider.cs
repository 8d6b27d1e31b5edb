using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MlOps.Postgres.Ddl;

/// <summary>
/// Tells of the features of what is removed. Without it the way down from the first migration would know of no views.
/// </summary>
internal sealed class PostgresMigrationsAnnotationProvider(MigrationsAnnotationProviderDependencies dependencies)
    : MigrationsAnnotationProvider(dependencies)
{
    public override IEnumerable<IAnnotation> ForRemove(IRelationalModel model) =>
        model.Model.GetFeatureNames().GetAll(model);

    public override IEnumerable<IAnnotation> ForRemove(ITable table) =>
        table.Model.Model.GetFeatureNames().GetAll(table);
}
