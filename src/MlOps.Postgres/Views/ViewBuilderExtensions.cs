using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Views;

/// <summary>Declares views and materialized views.</summary>
public static class ViewBuilderExtensions
{
    /// <summary>Adds a view. It runs with the rights of whoever reads it, so that row-level security holds in it too.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name, after a schema if it has one: a contract with whoever reads it by SQL.</param>
    /// <param name="query">Makes the SELECT from the names of the model.</param>
    /// <param name="readers">The roles that may read it.</param>
    public static ModelBuilder HasView(
        this ModelBuilder builder, string name, Func<ViewNames, string> query, params string[] readers) =>
        builder.HasAnnotation(PostgresAnnotations.View + name, new ViewDefinition(query, UniqueKey: null, readers));

    /// <summary>
    /// Adds a materialized view. It is filled with the rows of all tenants, and PostgreSQL has no row-level security for it,
    /// so that roles of tenants may not read it if it reads tables of tenants: give them <see cref="HasTenantView"/>.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name, after a schema if it has one: "reports.daily".</param>
    /// <param name="uniqueKey">The columns that tell its rows apart, by which it can be refreshed while it is read.</param>
    /// <param name="query">Makes the SELECT from the names of the model.</param>
    /// <param name="readers">The roles that may read it.</param>
    public static ModelBuilder HasMaterializedView(
        this ModelBuilder builder, string name, string[] uniqueKey, Func<ViewNames, string> query, params string[] readers) =>
        uniqueKey is []
            ? throw new ArgumentException($"Materialized view '{name}' needs a unique key to be refreshed concurrently.", nameof(uniqueKey))
            : builder.HasAnnotation(PostgresAnnotations.View + name, new ViewDefinition(query, uniqueKey, readers));

    /// <summary>Adds a view that shows each tenant its part of a materialized view, whose unique key begins with the tenant.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name.</param>
    /// <param name="materializedView">The materialized view. Its readers need no right to read it.</param>
    /// <param name="readers">The roles that may read the view.</param>
    public static ModelBuilder HasTenantView(
        this ModelBuilder builder, string name, string materializedView, params string[] readers) =>
        builder.HasAnnotation(
            PostgresAnnotations.View + name,
            new ViewDefinition(names => names.TenantPartOf(materializedView), UniqueKey: null, readers, IsOfTenant: true));
}
