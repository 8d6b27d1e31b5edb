using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Training;
using MlOps.Persistence.Configurations.Statistics;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>Predictions and training sessions of older schemas, which are views here. A row names a model by its id.</summary>
internal static class OldTableClients
{
    public static void Apply(ClientSchema schema)
    {
        schema.LetInsert("predictions", "mlops_store_predictions", names => StorePrediction(names, schema));
        schema.LetInsert("model_training_sessions", "mlops_store_model_training_sessions", names => StoreSession(names, schema));
    }

    private static string StorePrediction(ViewNames names, ClientSchema schema)
    {
        var p = new StoredRows(names, schema, typeof(Prediction));
        string[] given =
        [
            "TenantId", "Id", "CreatedAt", "ServiceName", "PredictionType", "ActualValue", "Confidence", "Context", "ModelVersion",
            "ModelVersionId", "Source", "TargetEntityType", "TargetEntityId", "RiskLevel", "InferenceTimeMs", "LabelledAt",
        ];
        var columns = p.Columns.Where(column => given.Contains(column.Property)).ToList();
        return $"""
            DECLARE
                version record;
                number double precision;
            BEGIN
                NEW.{p["TenantId"]} := COALESCE(NEW.{p["TenantId"]}, {p.Columns.Single(column => column.Property == "TenantId").Default});
                IF NEW.model_id IS NOT NULL THEN
                    {FindVersion(names, schema, p["ModelVersionId"], p["ModelVersion"])}
                    NEW.{p["ModelVersionId"]} := COALESCE(NEW.{p["ModelVersionId"]}, version.id);
                    NEW.{p["ModelVersion"]} := COALESCE(NEW.{p["ModelVersion"]}, version.name);
                    NEW.{p["ServiceName"]} := COALESCE(NEW.{p["ServiceName"]}, version.model);
                END IF;
                NEW.{p["ServiceName"]} := COALESCE(NEW.{p["ServiceName"]}, 'unknown');
                NEW.{p["CreatedAt"]} := COALESCE(NEW.{p["CreatedAt"]}, now());
                NEW.{p["Id"]} := COALESCE(NEW.{p["Id"]}, mlops_uuid7(NEW.{p["CreatedAt"]}));
                NEW.{p["Source"]} := COALESCE(NEW.{p["Source"]}, '{PredictionSources.MlModel}');
                -- A value is a number, or a document with one of these members, or with one member alone.
                number := CASE jsonb_typeof(NEW.predicted_value)
                    WHEN 'number' THEN NEW.predicted_value::double precision
                    WHEN 'object' THEN COALESCE(
                        (SELECT (NEW.predicted_value->>name)::double precision
                            FROM unnest(ARRAY['value', 'probability', 'prediction', 'score', 'predicted_value']) WITH ORDINALITY AS names (name, place)
                            WHERE jsonb_typeof(NEW.predicted_value->name) = 'number' ORDER BY place LIMIT 1),
                        (SELECT CASE WHEN count(*) = 1 AND min(jsonb_typeof(value)) = 'number' THEN min(value::text)::double precision END
                            FROM jsonb_each(NEW.predicted_value)))
                    END;
                IF NEW.{p["Error"]} IS NOT NULL AND (abs(NEW.{p["Error"]} - abs(number - NEW.{p["ActualValue"]})) <= 1e-6) IS NOT TRUE THEN
                    RAISE check_violation USING
                        MESSAGE = format('The error %s is not the distance from the predicted to the actual value.', NEW.{p["Error"]}),
                        HINT = 'Leave the error out: the database computes it.';
                END IF;
                INSERT INTO {p.View} ({string.Join(", ", columns.Select(column => column.Name))},
                    {p["PredictedValue"]}, {p["Output"]}, {p["ConfidenceLower"]}, {p["ConfidenceUpper"]})
                VALUES ({string.Join(", ", columns.Select(column => $"NEW.{column.Name}"))},
                    number, CASE WHEN jsonb_typeof(NEW.predicted_value) <> 'number' THEN NEW.predicted_value END,
                    {Bound("lower", 0)}, {Bound("upper", 1)})
                RETURNING {p["Error"]}, {p["LabelledAt"]} INTO NEW.{p["Error"]}, NEW.{p["LabelledAt"]};
                RETURN NEW;
            END
            """;
    }

    private static string StoreSession(ViewNames names, ClientSchema schema)
    {
        var j = names.Table<TrainingJob>("j");
        var v = names.Table<ModelVersion>("v");
        return $"""
            DECLARE
                version record;
            BEGIN
                NEW.{j.Assigned(x => x.TenantId)} := COALESCE(NEW.{j.Assigned(x => x.TenantId)}, {SampleSql.Tenant});
                {FindVersion(names, schema, j.Assigned(x => x.ModelVersionId), v.Assigned(x => x.Version))}
                IF version.id IS NULL THEN
                    RAISE foreign_key_violation USING
                        MESSAGE = format('Model %s has no version that could be trained.', quote_literal(version.model)),
                        HINT = 'Insert its version first, into ml_models or model_versions.';
                END IF;
                NEW.{j.Assigned(x => x.ModelVersionId)} := version.id;
                NEW.{v.Assigned(x => x.ModelName)} := version.model;
                NEW.{v.Assigned(x => x.Version)} := version.name;
                NEW.{j.Assigned(x => x.CreatedAt)} := COALESCE(NEW.{j.Assigned(x => x.CreatedAt)}, now());
                NEW.{j.Assigned(x => x.Id)} := COALESCE(NEW.{j.Assigned(x => x.Id)}, mlops_uuid7(NEW.{j.Assigned(x => x.CreatedAt)}));
                NEW.{j.Assigned(x => x.Status)} := COALESCE(NEW.{j.Assigned(x => x.Status)}, 'queued');
                NEW.{j.Assigned(x => x.CompletedEpochs)} := COALESCE(NEW.{j.Assigned(x => x.CompletedEpochs)}, 0);
                INSERT INTO {j.Name} ({string.Join(", ", SessionColumns(j))})
                VALUES ({string.Join(", ", SessionColumns(j).Select(column => $"NEW.{column}"))});
                RETURN NEW;
            END
            """;
    }

    private static IEnumerable<string> SessionColumns(SqlTable<TrainingJob> j) =>
    [
        j.Assigned(x => x.TenantId), j.Assigned(x => x.Id), j.Assigned(x => x.CreatedAt), j.Assigned(x => x.ModelVersionId),
        j.Assigned(x => x.DatasetId), j.Assigned(x => x.Hyperparameters), j.Assigned(x => x.Status), j.Assigned(x => x.TotalEpochs),
        j.Assigned(x => x.CompletedEpochs), j.Assigned(x => x.Worker), j.Assigned(x => x.StartedAt), j.Assigned(x => x.HeartbeatAt),
        j.Assigned(x => x.EndedAt), j.Assigned(x => x.Error),
    ];

    // The version that was named, or the one in production, or the newest one. A model may be named by the id of its version.
    private static string FindVersion(ViewNames names, ClientSchema schema, string versionId, string versionName)
    {
        var m = new StoredRows(names, schema, typeof(Model));
        var v = new StoredRows(names, schema, typeof(ModelVersion));
        return $"""
            SELECT m.{m["Name"]} AS model, v.{v["Id"]} AS id, v.{v["Version"]} AS name INTO version FROM {m.View} AS m
                LEFT JOIN {v.View} AS v ON v.{v["TenantId"]} = m.{m["TenantId"]} AND v.{v["ModelName"]} = m.{m["Name"]}
                    AND (NEW.{versionId} IS NULL OR v.{v["Id"]} = NEW.{versionId})
                    AND (NEW.{versionName} IS NULL OR v.{v["Version"]} = NEW.{versionName})
                WHERE m.{m["TenantId"]} = NEW.{m["TenantId"]} AND NEW.model_id IN (m.{m["Id"]}, v.{v["Id"]})
                ORDER BY v.{v["Id"]} = NEW.model_id DESC NULLS LAST, v.{v["Stage"]} = '{ModelStage.Production}' DESC NULLS LAST,
                    v.{v["CreatedAt"]} DESC NULLS LAST LIMIT 1;
            IF version.model IS NULL THEN
                RAISE foreign_key_violation USING
                    MESSAGE = format('There is no model with the id %s.', NEW.model_id),
                    HINT = 'Insert the model first, and take the id that the INSERT returns.';
            END IF;
            """;
    }

    private static string Bound(string name, int place) =>
        $"CASE jsonb_typeof(NEW.confidence_interval) WHEN 'object' THEN (NEW.confidence_interval->>'{name}')::double precision " +
        $"WHEN 'array' THEN (NEW.confidence_interval->>{place})::double precision END";
}
