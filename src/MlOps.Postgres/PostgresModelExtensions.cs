using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace MlOps.Postgres;

/// <summary>Reads the features of a model.</summary>
public static class PostgresModelExtensions
{
    /// <summary>The views of the model and how they are defined, by name.</summary>
    public static IReadOnlyDictionary<string, ViewSpec> GetSqlViews(this IReadOnlyModel model) => model.GetFeatureNames().GetViews(model);

    /// <summary>The functions of the model: their definitions by their signatures.</summary>
    public static IReadOnlyDictionary<string, string> GetSqlFunctions(this IReadOnlyModel model) =>
        model.GetFeatureNames().GetFunctions(model);

    /// <summary>The roles that the model declares, by name.</summary>
    public static IReadOnlyDictionary<string, RoleScope> GetSqlRoles(this IReadOnlyModel model) => model.GetFeatureNames().GetRoles(model);

    /// <summary>The scope of a role. One that the model does not declare is trusted with nothing.</summary>
    public static RoleScope GetRoleScope(this IReadOnlyModel model, string role) =>
        model.GetSqlRoles().TryGetValue(role, out var scope) ? scope : RoleScope.Tenant;

    /// <summary>The role that materialized views are filled as; null if the model has none.</summary>
    public static string? FindOwnerRole(this IReadOnlyModel model)
    {
        var owners = model.GetSqlRoles().Where(role => role.Value == RoleScope.Owner).Select(role => role.Key).ToList();
        return owners.Count > 1
            ? throw new InvalidOperationException(
                $"The roles {string.Join(" and ", owners)} are both declared as owners. Declare one with RoleScope.Owner.")
            : owners.SingleOrDefault();
    }

    /// <summary>The views that a migration creates, by name.</summary>
    internal static IReadOnlyDictionary<string, ViewSpec> GetSqlViews(this AlterDatabaseOperation change, IReadOnlyModel model) =>
        model.GetFeatureNames().GetViews(change);

    /// <summary>The constraints against overlapping periods that a migration adds to a table, or adds anew.</summary>
    internal static IEnumerable<string> GetAddedExclusions(this AlterTableOperation change, IReadOnlyModel model) =>
        model.GetFeatureNames().GetExclusions(change).Keys;

    /// <summary>The options of the features. A model that was built without them has the defaults, and no feature.</summary>
    internal static PostgresFeaturesOptions GetFeatures(this IReadOnlyModel model) =>
        model.FindFeatures() ?? new PostgresFeaturesOptions();

    /// <summary>The options, for builders: in a model without them a feature would have no effect.</summary>
    internal static PostgresFeaturesOptions RequireFeatures(this IReadOnlyModel model) =>
        model.FindFeatures() ?? throw new InvalidOperationException(
            "The model declares a feature of PostgreSQL that no migration would create. Call UsePostgresFeatures on the options of " +
            "the context.");

    internal static PostgresFeaturesOptions? FindFeatures(this IReadOnlyModel model) =>
        model[PostgresFeaturesOptions.AnnotationName] is string text ? PostgresFeaturesOptions.FromAnnotation(text) : null;

    internal static PostgresAnnotations GetFeatureNames(this IReadOnlyModel model) => model.GetFeatures().Annotations;
}
