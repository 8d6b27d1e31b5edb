using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Postgres.Views;

namespace MlOps.Postgres;

/// <summary>Declares views and materialized views.</summary>
public static class ViewBuilderExtensions
{
    /// <summary>Adds a view. It runs with the rights of the role that reads it, so that row-level security holds in it too.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name, after a schema if it has one: a contract with all that read it by SQL.</param>
    /// <param name="query">Makes the SELECT from the names of the model.</param>
    /// <param name="readers">The roles that may read it.</param>
    public static ModelBuilder HasSqlView(
        this ModelBuilder builder, string name, Func<ViewNames, string> query, params string[] readers) =>
        builder.AddView(name, new ViewDefinition(query, UniqueKey: null, readers));

    /// <summary>
    /// Adds a materialized view. It is filled with the rows of all tenants, and PostgreSQL has no row-level security for it,
    /// so that roles of tenants may not read it if it reads tables of tenants: give them <see cref="HasSqlTenantView"/>.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name, after a schema if it has one: "reports.daily".</param>
    /// <param name="uniqueKey">Columns that are unique together, so that it can be refreshed while it is read.</param>
    /// <param name="query">Makes the SELECT from the names of the model.</param>
    /// <param name="readers">The roles that may read it.</param>
    public static ModelBuilder HasSqlMaterializedView(
        this ModelBuilder builder, string name, string[] uniqueKey, Func<ViewNames, string> query, params string[] readers) =>
        uniqueKey is []
            ? throw new ArgumentException($"Materialized view '{name}' needs a unique key to be refreshed concurrently.", nameof(uniqueKey))
            : builder.AddView(name, new ViewDefinition(query, uniqueKey, readers));

    /// <summary>Adds a view that shows each tenant its part of a materialized view, whose unique key begins with the tenant.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name.</param>
    /// <param name="materializedView">The materialized view. Its readers need no right to read it.</param>
    /// <param name="readers">The roles that may read the view.</param>
    public static ModelBuilder HasSqlTenantView(
        this ModelBuilder builder, string name, string materializedView, params string[] readers) =>
        builder.AddView(
            name, new ViewDefinition(names => names.SelectTenantPart(materializedView), UniqueKey: null, readers, IsOfTenant: true));

    /// <summary>
    /// Lets roles read all views that name no readers, by convention. Materialized views are not included: they hold the rows of all
    /// tenants, and no policy protects them.
    /// </summary>
    public static void GrantViewsTo(this IConventionModelBuilder builder, params string[] readers)
    {
        foreach (var view in builder.Metadata.GetAnnotations().ToList())
        {
            if (view.Value is ViewDefinition { UniqueKey: null, Readers: [] } definition)
                builder.Metadata.SetAnnotation(view.Name, definition with { Readers = readers });
        }
    }

    /// <summary>
    /// Lets roles insert into a view that shows columns of one table, and change what it shows. PostgreSQL does so with their rights on
    /// the table.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="view">A view that was declared before.</param>
    /// <param name="writers">The roles.</param>
    public static ModelBuilder HasSqlViewWriters(this ModelBuilder builder, string view, params string[] writers) =>
        builder.ChangeView(view, definition => definition with { Writers = writers });

    /// <summary>
    /// Lets roles insert into a view, and a function store each row (INSTEAD OF INSERT). It runs with the rights of the role that inserts.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="view">A view that was declared before.</param>
    /// <param name="function">The name of the function, which takes no arguments and returns a trigger.</param>
    /// <param name="writers">The roles.</param>
    public static ModelBuilder HasSqlViewInsert(this ModelBuilder builder, string view, string function, params string[] writers) =>
        builder.ChangeView(view, definition => definition with { Writers = writers, InsertFunction = function });

    private static ModelBuilder ChangeView(this ModelBuilder builder, string view, Func<ViewDefinition, ViewDefinition> change)
    {
        var name = builder.Model.RequireFeatures().Annotations.View + view;
        return builder.Model[name] is ViewDefinition { UniqueKey: null, IsOfTenant: false } definition
            ? builder.HasAnnotation(name, change(definition))
            : throw new InvalidOperationException(
                $"View '{view}' is none that takes rows. Declare it by HasSqlView first.");
    }

    private static ModelBuilder AddView(this ModelBuilder builder, string name, ViewDefinition definition) =>
        builder.HasAnnotation(builder.Model.RequireFeatures().Annotations.View + name, definition);
}
