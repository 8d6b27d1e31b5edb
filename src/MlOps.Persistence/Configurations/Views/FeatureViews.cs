using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Configurations.Features;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>Looks at the features of predictions by their names. A scan of many rows finds the place of a feature once instead.</summary>
internal static class FeatureViews
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlView("v_prediction_features", PredictionFeatures, DashboardViews.Readers);
        builder.HasSqlFunction("mlops_feature", names => ValueOf(names, FeatureType.Number));
        builder.HasSqlFunction("mlops_category", names => ValueOf(names, FeatureType.Category));
    }

    /// <summary>The features of a prediction as a document: names and values, a missing one as null, NaN as the text "NaN".</summary>
    public static string AsDocument(ViewNames names, SqlTable<Prediction> p)
    {
        var f = names.Table<SchemaFeature>("f");
        var t = names.Table<FeatureSchema>("t");
        return $"""
            (SELECT jsonb_object_agg({f[x => x.Name]}, CASE WHEN {f[x => x.Type]} = 'number'
                    THEN to_jsonb({p[x => x.Features]}[{f[x => x.Position]}]) ELSE to_jsonb({p[x => x.Categories]}[{f[x => x.Position]}]) END)
                FROM {f} JOIN {t} ON {t[x => x.TenantId]} = {f[x => x.TenantId]} AND {t[x => x.Id]} = {f[x => x.SchemaId]}
                WHERE {f[x => x.TenantId]} = {p[x => x.TenantId]} AND {f[x => x.SchemaId]} = {p[x => x.FeatureSchemaId]}
                    AND {SchemaFit.Condition(p, t)})
            """;
    }

    private static string PredictionFeatures(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var s = names.Table<FeatureSchema>("s");
        return $"""
            SELECT {p[x => x.TenantId]}, {p[x => x.Id]}, {p[x => x.RequestId]}, {p[x => x.ServiceName]}, {p[x => x.PredictionType]},
                {p[x => x.ModelVersion]}, {p[x => x.ModelVersionId]}, {p[x => x.PredictedValue]}, {p[x => x.ActualValue]},
                {s[x => x.Name]} AS schema_name, {s[x => x.Version]} AS schema_version,
                {AsDocument(names, p)} AS features, {p[x => x.CreatedAt]}, {p[x => x.ReceivedAt]}
            FROM {p}
            JOIN {s} ON {s[x => x.TenantId]} = {p[x => x.TenantId]} AND {s[x => x.Id]} = {p[x => x.FeatureSchemaId]}
            """;
    }

    private static SqlFunction ValueOf(ViewNames names, FeatureType type)
    {
        var p = names.Table<Prediction>("prediction");
        var f = names.Table<SchemaFeature>("f");
        var t = names.Table<FeatureSchema>("t");
        var (result, values) = type == FeatureType.Number
            ? ("double precision", p[x => x.Features])
            : ("text", p[x => x.Categories]);
        // The row is the argument. SQL reads its columns like those of a table.
        return new SqlFunction(
            $"prediction {p.Name}, feature text",
            $"""
            RETURNS {result} LANGUAGE sql STABLE PARALLEL SAFE AS $function$
                SELECT {values}[{f[x => x.Position]}]
                FROM {f} JOIN {t} ON {t[x => x.TenantId]} = {f[x => x.TenantId]} AND {t[x => x.Id]} = {f[x => x.SchemaId]}
                WHERE {f[x => x.TenantId]} = {p[x => x.TenantId]} AND {f[x => x.SchemaId]} = {p[x => x.FeatureSchemaId]}
                    AND {f[x => x.Name]} = feature AND {f[x => x.Type]} = '{(type == FeatureType.Number ? "number" : "category")}'
                    AND {SchemaFit.Condition(p, t)}
            $function$
            """);
    }
}
