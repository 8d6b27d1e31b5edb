using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Postgres.Views;

/// <summary>Declares views and materialized views.</summary>
public static class ViewBuilderExtensions
{
    /// <summary>Adds a view. It runs with the rights of whoever reads it, so that row-level security holds in it too.</summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name, a contract with whoever reads it by SQL.</param>
    /// <param name="query">Makes the SELECT from the names of the model.</param>
    /// <param name="readers">The roles that may read it.</param>
    public static ModelBuilder HasView(
        this ModelBuilder builder, string name, Func<ViewNames, string> query, params string[] readers) =>
        builder.HasAnnotation(PostgresAnnotations.View + name, new ViewDefinition(query, UniqueKey: null, readers));

    /// <summary>
    /// Adds a materialized view. PostgreSQL has no row-level security for these: whoever may read it sees the rows of all tenants.
    /// </summary>
    /// <param name="builder">The model.</param>
    /// <param name="name">The view's name.</param>
    /// <param name="uniqueKey">The columns that tell its rows apart, by which it can be refreshed while it is read.</param>
    /// <param name="query">Makes the SELECT from the names of the model.</param>
    /// <param name="readers">The roles that may read it: they see all tenants' rows.</param>
    public static ModelBuilder HasMaterializedView(
        this ModelBuilder builder, string name, string[] uniqueKey, Func<ViewNames, string> query, params string[] readers) =>
        uniqueKey is []
            ? throw new ArgumentException($"Materialized view '{name}' needs a unique key to be refreshed concurrently.", nameof(uniqueKey))
            : builder.HasAnnotation(PostgresAnnotations.View + name, new ViewDefinition(query, uniqueKey, readers));
}
