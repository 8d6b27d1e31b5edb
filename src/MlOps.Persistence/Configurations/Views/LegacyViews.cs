using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Views;

/// <summary>Views with the names of tables in older schemas, for SQL that still reads these.</summary>
internal static class LegacyViews
{
    public static void Apply(ModelBuilder builder)
    {
        builder.HasSqlView("model_training_sessions", TrainingSessions, DashboardViews.Readers);
        builder.HasSqlView("predictions", Predictions, DashboardViews.Readers);
        builder.HasSqlView("feature_store", FeatureStore, DashboardViews.Readers);
    }

    private static string FeatureStore(ViewNames names)
    {
        var v = names.Table<FeatureValue>("v");
        var f = names.Table<Feature>("f");
        return $"""
            SELECT {v[x => x.TenantId]}, {v[x => x.Id]}, {f[x => x.Id]} AS feature_id, {v[x => x.FeatureName]}, {v[x => x.Kind]},
                {f[x => x.ValueType]}, {v[x => x.EntityId]}, {v[x => x.Value]}, {v[x => x.EventTime]}, {v[x => x.KnownAt]},
                {v[x => x.QualityScore]}, {v[x => x.CompletenessScore]}, {v[x => x.CreatedAt]}
            FROM {v}
            JOIN {f} ON {f[x => x.TenantId]} = {v[x => x.TenantId]} AND {f[x => x.Name]} = {v[x => x.FeatureName]}
            """;
    }

    private static string TrainingSessions(ViewNames names)
    {
        var j = names.Table<TrainingJob>("j");
        var v = names.Table<ModelVersion>("v");
        var m = names.Table<Model>("m");
        return $"""
            SELECT {j[x => x.TenantId]}, {j[x => x.Id]}, {m[x => x.Id]} AS model_id, {j[x => x.ModelVersionId]},
                {v[x => x.ModelName]}, {v[x => x.Version]}, {j[x => x.DatasetId]}, {j[x => x.Hyperparameters]},
                {j[x => x.Status]}, {j[x => x.TotalEpochs]}, {j[x => x.CompletedEpochs]}, {j[x => x.LossCurve]},
                {j[x => x.ResourceUsage]}, {j[x => x.Worker]}, {j[x => x.StartedAt]}, {j[x => x.HeartbeatAt]}, {j[x => x.EndedAt]},
                {j[x => x.Error]}, {j[x => x.CreatedAt]}, {j[x => x.UpdatedAt]}
            FROM {j}
            JOIN {v} ON {v[x => x.TenantId]} = {j[x => x.TenantId]} AND {v[x => x.Id]} = {j[x => x.ModelVersionId]}
            JOIN {m} ON {m[x => x.TenantId]} = {v[x => x.TenantId]} AND {m[x => x.Name]} = {v[x => x.ModelName]}
            """;
    }

    // The predicted value and its interval were documents in that schema: {"probability": 0.85}, {"lower": 0.8, "upper": 0.9}.
    private static string Predictions(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        var v = names.Table<ModelVersion>("v");
        var m = names.Table<Model>("m");
        return $"""
            SELECT {p[x => x.TenantId]}, {p[x => x.Id]}, {m[x => x.Id]} AS model_id, {p[x => x.ModelVersionId]},
                {p[x => x.ModelVersion]}, {p[x => x.ServiceName]}, {p[x => x.PredictionType]},
                {p[x => x.TargetEntityType]}, {p[x => x.TargetEntityId]},
                COALESCE({p[x => x.Output]}, to_jsonb({p[x => x.PredictedValue]})) AS predicted_value,
                CASE WHEN {p[x => x.ConfidenceLower]} IS NOT NULL
                    THEN jsonb_build_object('lower', {p[x => x.ConfidenceLower]}, 'upper', {p[x => x.ConfidenceUpper]})
                END AS confidence_interval,
                {p[x => x.Confidence]}, {p[x => x.ActualValue]}, {p[x => x.Error]}, {p[x => x.LabelledAt]},
                {p[x => x.Source]},
                CASE WHEN jsonb_typeof({p[x => x.Context]}) = 'object'
                    THEN COALESCE({FeatureViews.AsDocument(names, p)} || {p[x => x.Context]}, {p[x => x.Context]})
                    ELSE COALESCE({p[x => x.Context]}, {FeatureViews.AsDocument(names, p)}) END AS context,
                {p[x => x.RiskLevel]}, {p[x => x.InferenceTimeMs]}, {p[x => x.CreatedAt]}
            FROM {p}
            LEFT JOIN {v} ON {v[x => x.TenantId]} = {p[x => x.TenantId]} AND {v[x => x.Id]} = {p[x => x.ModelVersionId]}
            LEFT JOIN {m} ON {m[x => x.TenantId]} = {v[x => x.TenantId]} AND {m[x => x.Name]} = {v[x => x.ModelName]}
            """;
    }
}
