using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>The views that dashboards and scripts read by their names.</summary>
internal static class DashboardViews
{
    internal static readonly string[] Readers = [MlOpsRoles.App, MlOpsRoles.Reader, MlOpsRoles.Service];

    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlView("v_recent_predictions", RecentPredictions, Readers);
        builder.HasSqlView("v_model_performance", ModelPerformance, Readers);
        builder.HasSqlView("v_model_timeline", ModelTimeline, Readers);
        builder.HasSqlView("v_decision_history", DecisionHistory, Readers);
        builder.HasSqlView("v_recent_monitoring", RecentMonitoring, Readers);
    }

    // The predictions of the last 24 hours, each with its version in the registry.
    private static string RecentPredictions(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var v = names.Table<ModelVersion>("v");
        return $"""
            SELECT {p[x => x.TenantId]}, {p[x => x.Id]}, {p[x => x.ServiceName]}, {p[x => x.PredictionType]},
                {p[x => x.PredictedValue]}, {p[x => x.ActualValue]}, {p[x => x.Error]}, {p[x => x.Confidence]},
                {p[x => x.RiskLevel]}, {p[x => x.InferenceTimeMs]}, {p[x => x.CreatedAt]},
                {v[x => x.ModelName]}, COALESCE({v[x => x.Version]}, {p[x => x.ModelVersion]}) AS model_version, {v[x => x.Stage]}
            FROM {p}
            LEFT JOIN {v} ON {v[x => x.TenantId]} = {p[x => x.TenantId]} AND {v[x => x.Id]} = {p[x => x.ModelVersionId]}
            WHERE {p[x => x.CreatedAt]} > now() - interval '24 hours'
            """;
    }

    private static string ModelPerformance(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var v = names.Table<ModelVersion>("v");
        return $"""
            SELECT {v[x => x.TenantId]}, {v[x => x.ModelName]}, {v[x => x.Version]}, {v[x => x.Stage]},
                {v[x => x.F1Score]}, {v[x => x.BrierScore]},
                count({p[x => x.Id]}) AS predictions, count({p[x => x.ActualValue]}) AS labelled,
                avg({p[x => x.Confidence]}) AS avg_confidence, avg({p[x => x.Error]}) AS avg_error,
                stddev({p[x => x.Error]}) AS error_stddev, avg({p[x => x.InferenceTimeMs]}) AS avg_inference_time_ms
            FROM {v}
            LEFT JOIN {p} ON {p[x => x.TenantId]} = {v[x => x.TenantId]} AND {p[x => x.ModelVersionId]} = {v[x => x.Id]}
            GROUP BY {v[x => x.TenantId]}, {v[x => x.Id]}
            """;
    }

    private static string ModelTimeline(ViewNames names)
    {
        var t = names.Table<StageTransition>("t");
        var v = names.Table<ModelVersion>("v");
        return $"""
            SELECT {t[x => x.TenantId]}, {t[x => x.ModelName]}, {t[x => x.Version]}, {t[x => x.FromStage]}, {t[x => x.ToStage]},
                {t[x => x.ToStage]} AS stage, {t[x => x.CreatedAt]} AS changed_at, {t[x => x.ChangedBy]}, {t[x => x.Reason]}, {t[x => x.DecisionId]},
                {v[x => x.F1Score]}, {v[x => x.BrierScore]}, {v[x => x.MlflowRunId]}, {v[x => x.PromotedAt]}, {v[x => x.PromotedBy]}
            FROM {t}
            JOIN {v} ON {v[x => x.TenantId]} = {t[x => x.TenantId]} AND {v[x => x.Id]} = {t[x => x.ModelVersionId]}
            ORDER BY {t[x => x.CreatedAt]} DESC
            """;
    }

    private static string DecisionHistory(ViewNames names)
    {
        var d = names.Table<RetrainingDecision>("d");
        return $"""
            SELECT {d[x => x.TenantId]}, {d[x => x.Id]}, {d[x => x.Timestamp]}, {d[x => x.TriggerReason]}, {d[x => x.Action]},
                {d[x => x.ModelName]}, {d[x => x.CandidateVersionId]}, {d[x => x.DriftContext]}, {d[x => x.DataContext]},
                {d[x => x.DecisionDetails]}, {d[x => x.RejectionReasons]}, {d[x => x.LabeledSamples]}, {d[x => x.CoveragePct]}
            FROM {d}
            ORDER BY {d[x => x.Timestamp]} DESC
            """;
    }

    private static string RecentMonitoring(ViewNames names)
    {
        var r = names.Table<MonitoringRun>("r");
        return $"""
            SELECT {r[x => x.TenantId]}, {r[x => x.Id]}, {r[x => x.Timestamp]}, {r[x => x.LookbackHours]}, {r[x => x.NumPredictions]},
                {r[x => x.PositiveRate]}, {r[x => x.ProbabilityMean]}, {r[x => x.ProbabilityStd]}, {r[x => x.Entropy]},
                {r[x => x.DatasetDriftDetected]}, {r[x => x.FeatureDriftRatio]}, {r[x => x.NumDriftedFeatures]},
                {r[x => x.DriftSummaryRef]}, {r[x => x.DriftReportRef]}
            FROM {r}
            WHERE {r[x => x.Timestamp]} > now() - interval '7 days'
            ORDER BY {r[x => x.Timestamp]} DESC
            """;
    }
}
