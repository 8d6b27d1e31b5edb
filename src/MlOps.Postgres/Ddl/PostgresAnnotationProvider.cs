using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Postgres.Roles;
using MlOps.Postgres.RowSecurity;
using MlOps.Postgres.Views;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata.Internal;

namespace MlOps.Postgres.Ddl;

/// <summary>Hands the features that entities declare to the tables and the database that migrations compare.</summary>
internal sealed class PostgresAnnotationProvider(RelationalAnnotationProviderDependencies dependencies)
    : NpgsqlAnnotationProvider(dependencies)
{
    public override IEnumerable<IAnnotation> For(ITable table, bool designTime) =>
        designTime ? base.For(table, designTime).Concat(GetFeatures(table)) : base.For(table, designTime);

    public override IEnumerable<IAnnotation> For(IRelationalModel model, bool designTime) =>
        designTime ? base.For(model, designTime).Concat(GetFeatures(model.Model)) : base.For(model, designTime);

    public override IEnumerable<IAnnotation> For(IColumn column, bool designTime) =>
        designTime && FindDefault(column) is { } found ? base.For(column, designTime).Append(found) : base.For(column, designTime);

    // The tenant is that of the session in all tables. The rest of a key of a leaf is that of its root's row.
    private static Annotation? FindDefault(IColumn column)
    {
        // A document is the column of no property.
        if (column.PropertyMappings is not [var mapping, ..])
            return null;

        var (owner, property) = (mapping.TableMapping.TypeBase, mapping.Property);
        var features = owner.Model.GetFeatures();
        var declared = property[features.Annotations.SqlDefault] as string;
        if (owner is IEntityType entity && entity.FindTenantProperty() == property.Name)
            declared ??= RowSecuritySql.GetTenant(null, features);
        else if (property.DeclaringType != owner && property.IsKey())
            declared = null;

        return declared is null ? null : new Annotation(features.Annotations.SqlDefault, declared);
    }

    private static IEnumerable<Annotation> GetFeatures(ITable table)
    {
        // The root's annotations speak for all tables of a hierarchy, but each leaf has columns of its own name.
        if (table.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>().FirstOrDefault(
            entityType => entityType.GetTableName() == table.Name && entityType.GetSchema() == table.Schema) is not { } owner)
        {
            yield break;
        }

        var names = owner.Model.GetFeatureNames();
        if (owner.FindSlice() is { } slice)
            yield return new Annotation(names.Slice, slice.ToString());

        if (owner.FindTenantProperty() is { } tenantProperty)
        {
            var column = owner.GetRootType().FindProperty(tenantProperty)!
                .GetColumnName(StoreObjectIdentifier.Table(table.Name, table.Schema))!;
            yield return new Annotation(names.RowSecurity, new TenantPolicy(column, owner.Model[names.BoundRole] as string).ToString());
            if (FindReadingRole(table, owner) is { } role)
                yield return new Annotation(names.ReadByOwner, role);
        }

        // A snapshot of the model knows no classes.
        if (owner.Name == typeof(TenantLogin).FullName)
            yield return new Annotation(names.BoundRole, owner.Model[names.BoundRole]);

        foreach (var (role, rights) in owner.GetGrants())
            yield return new Annotation(names.Grant + role, rights.ToSql());

        foreach (var (role, rights) in owner.GetPartitionGrants())
            yield return new Annotation(names.PartitionGrant + role, rights.ToSql());

        foreach (var (trigger, spec) in owner.GetSqlTriggers())
            yield return new Annotation(names.Trigger + trigger, spec.ToString());

        foreach (var (constraint, spec) in owner.GetExclusions())
            yield return new Annotation(names.Exclusion + constraint, spec.ToString());
    }

    // The owner, if the entity says so, or if a materialized view that reads the table is filled with its rights.
    private static string? FindReadingRole(ITable table, IEntityType entityType)
    {
        var model = entityType.Model;
        if (entityType[model.GetFeatureNames().OwnerReads] is not null)
            return model.FindOwnerRole();

        var graph = new ViewGraph(model.GetSqlViews());
        return graph.Views.Where(view => view.Value.FilledBy is not null && graph.GetReads(view.Key).Contains(table.SchemaQualifiedName))
            .Select(view => view.Value.FilledBy).FirstOrDefault();
    }

    private static IEnumerable<Annotation> GetFeatures(IModel model)
    {
        var names = model.GetFeatureNames();
        return model.GetSqlRoles().Select(role => new Annotation(names.Role + role.Key, role.Value.ToString()))
            .Concat(model.GetSqlFunctions().Select(function => new Annotation(names.Function + function.Key, function.Value)))
            .Concat(model.GetSqlViews().Select(view => new Annotation(names.View + view.Key, view.Value.ToString())));
    }
}
