using MlOps.Domain;
using MlOps.Domain.Predictions;
using Npgsql;
using NpgsqlTypes;

namespace MlOps.Benchmarks.Baselines;

/// <summary>
/// What a good engineer writes by hand for these tables and no others: one transaction, a COPY into the base table, then one
/// into each leaf, every column by its name and type, by the synchronous calls, which cost less than the asynchronous.
/// </summary>
internal static class HandWrittenCopy
{
    /// <param name="dataSource">The database, as a role that may.</param>
    /// <param name="tenant">The owner of the rows.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tableOf">The relation that stands for a table: its partition, or the same table of another schema.</param>
    public static async Task RunAsync(
        NpgsqlDataSource dataSource, Guid tenant, IReadOnlyCollection<Prediction> rows, Func<string, string> tableOf)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Base(connection, tableOf("ml_predictions"), tenant, rows);
        Leaf<CodeRoachPrediction>("code_roach_ml_predictions", "project_id, file_path, code_metrics", (importer, row) =>
        {
            importer.Write(row.ProjectId, NpgsqlDbType.Varchar);
            importer.Write(row.FilePath, NpgsqlDbType.Varchar);
            Write(importer, row.CodeMetrics);
        });
        Leaf<OraclePrediction>("oracle_ml_predictions", "query, knowledge_id, relevance_scores", (importer, row) =>
        {
            importer.Write(row.Query, NpgsqlDbType.Text);
            Write(importer, row.KnowledgeId);
            Write(importer, row.RelevanceScores);
        });
        Leaf<DaisyChainPrediction>("daisy_chain_ml_predictions", "task_id, task_type, success_probability", (importer, row) =>
        {
            importer.Write(row.TaskId, NpgsqlDbType.Varchar);
            Write(importer, row.TaskType);
            Write(importer, row.SuccessProbability);
        });
        Leaf<FirstMatePrediction>("first_mate_ml_predictions", "user_id, roll_type, stat_info", (importer, row) =>
        {
            importer.Write(row.UserId, NpgsqlDbType.Varchar);
            Write(importer, row.RollType);
            Write(importer, row.StatInfo);
        });
        Leaf<GameAppPrediction>("game_app_ml_predictions", "session_id, narrative_id, scenario", (importer, row) =>
        {
            importer.Write(row.SessionId, NpgsqlDbType.Varchar);
            Write(importer, row.NarrativeId);
            Write(importer, row.Scenario);
        });
        Leaf<AiGmPrediction>("ai_gm_ml_predictions", "campaign_id, scene, decision", (importer, row) =>
        {
            importer.Write(row.CampaignId, NpgsqlDbType.Varchar);
            Write(importer, row.Scene);
            Write(importer, row.Decision);
        });
        Leaf<PolicyPrediction>("policy_ml_predictions", "resource_id, policy_id, compliance_state, time_to_violation", (importer, row) =>
        {
            importer.Write(row.ResourceId, NpgsqlDbType.Varchar);
            importer.Write(row.PolicyId, NpgsqlDbType.Varchar);
            importer.Write(ComplianceText(row.ComplianceState), NpgsqlDbType.Text);
            if (row.TimeToViolation is { } time)
                importer.Write(time, NpgsqlDbType.Interval);
            else
                importer.WriteNull();
        });
        await transaction.CommitAsync();

        void Leaf<T>(string table, string columns, Action<NpgsqlBinaryImporter, T> write)
            where T : Prediction
        {
            using var importer = connection.BeginBinaryImport(
                $"COPY {tableOf(table)} (tenant_id, id, {columns}) FROM STDIN (FORMAT BINARY)");
            foreach (var row in rows.OfType<T>())
            {
                importer.StartRow();
                importer.Write(tenant, NpgsqlDbType.Uuid);
                importer.Write(row.Id, NpgsqlDbType.Uuid);
                write(importer, row);
            }

            importer.Complete();
        }
    }

    /// <summary>The same for rows of services without a table of their own: one COPY.</summary>
    public static async Task RunBaseAsync(NpgsqlDataSource dataSource, Guid tenant, IReadOnlyCollection<Prediction> rows, string table)
    {
        await using var connection = await dataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        Base(connection, table, tenant, rows);
        await transaction.CommitAsync();
    }

    private static void Base(NpgsqlConnection connection, string table, Guid tenant, IEnumerable<Prediction> rows)
    {
        using var importer = connection.BeginBinaryImport(
            $"""
            COPY {table} (tenant_id, id, service_name, prediction_type, predicted_value, actual_value, confidence,
                confidence_lower, confidence_upper, output, context, model_version, model_version_id, source,
                target_entity_type, target_entity_id, shap_values, attention_weights, feature_importance,
                recommendations, risk_level, inference_time_ms, explanation, labelled_at, revision, created_at)
            FROM STDIN (FORMAT BINARY)
            """);
        foreach (var row in rows)
        {
            importer.StartRow();
            importer.Write(tenant, NpgsqlDbType.Uuid);
            importer.Write(row.Id, NpgsqlDbType.Uuid);
            importer.Write(row.ServiceName, NpgsqlDbType.Varchar);
            importer.Write(row.PredictionType, NpgsqlDbType.Varchar);
            Write(importer, row.PredictedValue);
            Write(importer, row.ActualValue);
            Write(importer, row.Confidence);
            Write(importer, row.ConfidenceLower);
            Write(importer, row.ConfidenceUpper);
            Write(importer, row.Output);
            Write(importer, row.Context);
            Write(importer, row.ModelVersion);
            if (row.ModelVersionId is { } version)
                importer.Write(version, NpgsqlDbType.Uuid);
            else
                importer.WriteNull();
            importer.Write(row.Source, NpgsqlDbType.Varchar);
            Write(importer, row.TargetEntityType);
            Write(importer, row.TargetEntityId);
            Write(importer, row.ShapValues);
            Write(importer, row.AttentionWeights);
            Write(importer, row.FeatureImportance);
            Write(importer, row.Recommendations);
            if (row.RiskLevel is { } risk)
                importer.Write(RiskText(risk), NpgsqlDbType.Text);
            else
                importer.WriteNull();
            Write(importer, row.InferenceTimeMs);
            Write(importer, row.Explanation);
            if (row.LabelledAt is { } labelled)
                importer.Write(labelled, NpgsqlDbType.TimestampTz);
            else
                importer.WriteNull();
            importer.Write(row.Revision, NpgsqlDbType.Integer);
            importer.Write(row.CreatedAt, NpgsqlDbType.TimestampTz);
        }

        importer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter importer, double? value)
    {
        if (value is { } number)
            importer.Write(number, NpgsqlDbType.Double);
        else
            importer.WriteNull();
    }

    private static void Write(NpgsqlBinaryImporter importer, string? value)
    {
        if (value is not null)
            importer.Write(value, NpgsqlDbType.Varchar);
        else
            importer.WriteNull();
    }

    private static void Write(NpgsqlBinaryImporter importer, Json? value)
    {
        if (value is not null)
            importer.Write(value.Text, NpgsqlDbType.Jsonb);
        else
            importer.WriteNull();
    }

    private static string RiskText(RiskLevel risk) => risk switch
    {
        RiskLevel.Low => "low",
        RiskLevel.Medium => "medium",
        RiskLevel.High => "high",
        _ => "critical",
    };

    private static string ComplianceText(ComplianceState state) => state switch
    {
        ComplianceState.Compliant => "compliant",
        ComplianceState.AtRisk => "at_risk",
        ComplianceState.NonCompliant => "non_compliant",
        _ => "unknown",
    };
}
