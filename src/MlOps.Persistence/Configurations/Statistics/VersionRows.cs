using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Configurations.Features;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Statistics;

/// <summary>What statements about the predictions of a version have in common.</summary>
internal static class VersionRows
{
    /// <summary>
    /// The condition on the tenant of the session, as an expression for a text. Null for a session that named none: a superuser reads the
    /// rows of all tenants then, and anybody else gets an error.
    /// </summary>
    public static string OfTenant(SqlTable<Prediction> p) =>
        $"$sql$AND {p[c => c.TenantId]} = $sql$ || quote_literal({SampleSql.Tenant}) || '::uuid'";

    /// <summary>Joins the place of the feature with the name $7 in the schema of each prediction, as s.place.</summary>
    public static string JoinSchema(ViewNames names, SqlTable<Prediction> p)
    {
        var f = names.Table<SchemaFeature>("f");
        var t = names.Table<FeatureSchema>("t");
        var s = names.Table<FeatureSchema>("s");
        return
            $"""
            LEFT JOIN (
                SELECT {f[c => c.TenantId]} AS tenant, {f[c => c.SchemaId]} AS schema,
                    max({t[c => c.NumberCount]}) AS {s.Assigned(c => c.NumberCount)}, max({t[c => c.CategoryCount]}) AS {s.Assigned(c => c.CategoryCount)},
                    max({f[c => c.Position]}) FILTER (WHERE {f[c => c.Type]} = 'category' AND {f[c => c.Name]} = $7) AS place
                FROM {f} JOIN {t} ON {t[c => c.TenantId]} = {f[c => c.TenantId]} AND {t[c => c.Id]} = {f[c => c.SchemaId]}
                GROUP BY {f[c => c.TenantId]}, {f[c => c.SchemaId]}
            ) AS s ON s.tenant = {p[c => c.TenantId]} AND s.schema = {p[c => c.FeatureSchemaId]} AND {SchemaFit.Condition(p, s)}
            """;
    }
}
