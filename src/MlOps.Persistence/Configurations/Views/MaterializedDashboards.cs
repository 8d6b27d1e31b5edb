using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Evolution;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Telemetry;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>
/// Numbers for dashboards that are computed from time to time: a materialized view for each, and a view of it that shows
/// a tenant its own rows.
/// </summary>
internal static class MaterializedDashboards
{
    public const string DailyPatternsView = "v_daily_patterns";

    public static void Apply(ModelBuilder builder)
    {
        Add(builder, "daily_predictions", ["tenant_id", "day", "service_name", "model_version"], DailyPredictions);
        Add(builder, "version_accuracy", ["tenant_id", "model_version_id", "day"], VersionAccuracy);
        Add(builder, "experiment_progress", ["tenant_id", "experiment_id", "generation"], ExperimentProgress);
        Add(builder, "telemetry_by_minute", ["tenant_id", "minute", "source", "metric_name"],
            names => Telemetry(names, "minute", "1 day"));
        Add(builder, "telemetry_by_hour", ["tenant_id", "hour", "source", "metric_name"],
            names => Telemetry(names, "hour", "30 days"));
        Add(builder, "daily_patterns", ["tenant_id", "day", "pattern_id"], DailyPatterns);
    }

    private static void Add(ModelBuilder builder, string name, string[] uniqueKey, Func<ViewNames, string> query)
    {
        builder.HasSqlMaterializedView($"m_{name}", uniqueKey, query, MlOpsRoles.Service);
        builder.HasSqlTenantView($"v_{name}", $"m_{name}", DashboardViews.Readers);
    }

    // The version as the service names it. A column of the key must not be null.
    private static string DailyPredictions(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        return $"""
            SELECT {p[x => x.TenantId].As("tenant_id")}, ({p[x => x.CreatedAt]} AT TIME ZONE 'UTC')::date AS day, {p[x => x.ServiceName].As("service_name")},
                COALESCE({p[x => x.ModelVersion]}, '') AS model_version,
                count(*) AS predictions, count({p[x => x.ActualValue]}) AS labelled, avg({p[x => x.Confidence]}) AS avg_confidence,
                avg({Bounded(p[x => x.Error])}) AS avg_error, stddev({Bounded(p[x => x.Error])}) AS error_stddev,
                avg({Bounded(p[x => x.InferenceTimeMs])}) AS avg_inference_time_ms
            FROM {p}
            GROUP BY 1, 2, 3, 4
            """;
    }

    private static string VersionAccuracy(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var v = names.Table<ModelVersion>("v");
        return $"""
            SELECT {p[x => x.TenantId].As("tenant_id")}, {p[x => x.ModelVersionId].As("model_version_id")}, ({p[x => x.CreatedAt]} AT TIME ZONE 'UTC')::date AS day,
                {v[x => x.ModelName]}, {v[x => x.Version]}, count(*) AS predictions, count({p[x => x.ActualValue]}) AS labelled,
                avg({Bounded(p[x => x.Error])}) AS avg_error, sqrt(avg({Bounded(p[x => x.Error])} ^ 2)) AS root_mean_square_error
            FROM {p}
            JOIN {v} ON {v[x => x.TenantId]} = {p[x => x.TenantId]} AND {v[x => x.Id]} = {p[x => x.ModelVersionId]}
            GROUP BY 1, 2, 3, 4, 5
            """;
    }

    private static string ExperimentProgress(ViewNames names)
    {
        var g = names.Table<EvolutionGeneration>("g");
        var e = names.Table<EvolutionExperiment>("e");
        return $"""
            SELECT {g[x => x.TenantId].As("tenant_id")}, {g[x => x.ExperimentId].As("experiment_id")}, {g[x => x.Number]} AS generation, {e[x => x.Name]} AS experiment,
                {e[x => x.Status]}, {g[x => x.PopulationSize]}, {g[x => x.BestFitness]}, {g[x => x.MeanFitness]}, {g[x => x.Diversity]},
                max({g[x => x.BestFitness]}) OVER (
                    PARTITION BY {g[x => x.TenantId]}, {g[x => x.ExperimentId]} ORDER BY {g[x => x.Number]}) AS best_so_far
            FROM {g}
            JOIN {e} ON {e[x => x.TenantId]} = {g[x => x.TenantId]} AND {e[x => x.Id]} = {g[x => x.ExperimentId]}
            """;
    }

    private static string Telemetry(ViewNames names, string unit, string span)
    {
        var m = names.Table<SystemMetric>("m");
        return $"""
            SELECT {m[x => x.TenantId].As("tenant_id")}, date_trunc('{unit}', {m[x => x.CreatedAt]}, 'UTC') AS {unit}, {m[x => x.Source].As("source")}, {m[x => x.Name].As("metric_name")},
                count(*) AS samples, avg({Bounded(m[x => x.Value])}) AS average, min({m[x => x.Value]}) AS least, max({m[x => x.Value]}) AS greatest
            FROM {m}
            WHERE {m[x => x.CreatedAt]} > now() - interval '{span}'
            GROUP BY 1, 2, 3, 4
            """;
    }

    // An occurrence with a time in the future is not counted: its day has not begun.
    private static string DailyPatterns(ViewNames names)
    {
        var o = names.Table<PatternOccurrence>("o");
        return $"""
            SELECT {o[x => x.TenantId].As("tenant_id")}, ({o[x => x.CreatedAt]} AT TIME ZONE 'UTC')::date AS day, {o[x => x.PatternId].As("pattern_id")}, count(*) AS occurrences
            FROM {o}
            WHERE {o[x => x.CreatedAt]} <= now()
            GROUP BY 1, 2, 3
            """;
    }

    // The view computes the numbers of all tenants at once. It must not fail because squares or sums of the numbers of one
    // tenant exceed the range of a double. The functions least and greatest would be wrong, since they ignore null.
    private static string Bounded(string column) =>
        $"CASE WHEN abs({column}) > 1e140 THEN sign({column}) * 1e140 ELSE {column} END";
}
