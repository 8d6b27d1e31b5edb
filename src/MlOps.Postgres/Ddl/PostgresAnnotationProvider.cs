using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Slices;
using MlOps.Postgres.Views;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>Hands the features that entities declare to the tables and the database that migrations compare.</summary>
internal sealed class PostgresAnnotationProvider(RelationalAnnotationProviderDependencies dependencies)
    : NpgsqlAnnotationProvider(dependencies)
{
    public override IEnumerable<IAnnotation> For(ITable table, bool designTime) =>
        designTime ? base.For(table, designTime).Concat(Features(table)) : base.For(table, designTime);

    public override IEnumerable<IAnnotation> For(IRelationalModel model, bool designTime) =>
        designTime ? base.For(model, designTime).Concat(Features(model)) : base.For(model, designTime);

    private static IEnumerable<Annotation> Features(ITable table)
    {
        // The root's annotations speak for all tables of a hierarchy, but each leaf has columns of its own name.
        if (table.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>().FirstOrDefault(
            entityType => entityType.GetTableName() == table.Name && entityType.GetSchema() == table.Schema) is not { } owner)
        {
            yield break;
        }

        if (owner.FindSlice() is { } slice)
            yield return new Annotation(PostgresAnnotations.Slice, slice.ToString());

        var root = owner.GetRootType();
        if (owner.FindTenantProperty() is { } tenantProperty)
        {
            var column = root.FindProperty(tenantProperty)!.GetColumnName(StoreObjectIdentifier.Table(table.Name, table.Schema));
            yield return new Annotation(PostgresAnnotations.RowSecurity, column);
            if (FillerOf(table, owner.Model) is { } role)
                yield return new Annotation(PostgresAnnotations.ReadByOwner, role);
        }

        // A leaf's own rights go before those of its root. Parts in a table of their own have those of the whole.
        foreach (var annotation in Prefixed(owner, PostgresAnnotations.Grant)
            .UnionBy(Prefixed(owner.GetWhole(), PostgresAnnotations.Grant), grant => grant.Name)
            .Concat(Prefixed(root, PostgresAnnotations.PartitionGrant))
            .Concat(Prefixed(owner, PostgresAnnotations.Trigger)))
            yield return annotation;
    }

    // The role that a materialized view which reads the table is filled as.
    private static string? FillerOf(ITable table, IModel model)
    {
        var graph = new ViewGraph(model);
        return graph.Views.Where(view => view.Value.FilledBy is not null && graph.ReadsOf(view.Key).Contains(table.SchemaQualifiedName))
            .Select(view => view.Value.FilledBy).FirstOrDefault();
    }

    private static IEnumerable<Annotation> Features(IRelationalModel model) =>
        Prefixed(model.Model, PostgresAnnotations.Role)
            .Concat(Prefixed(model.Model, PostgresAnnotations.Function))
            .Concat(Prefixed(model.Model, PostgresAnnotations.View));

    private static IEnumerable<Annotation> Prefixed(IReadOnlyAnnotatable source, string prefix) =>
        source.GetAnnotations()
            .Where(annotation => annotation.Name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(annotation => new Annotation(annotation.Name, annotation.Value));
}
