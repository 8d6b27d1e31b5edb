using MlOps.Persistence.Tenancy;
using MlOps.Postgres.Slices;

namespace MlOps.Benchmarks.Baselines;

/// <summary>
/// The table of predictions as it was before features had arrays: its columns, checks, indexes, room on each page and the foreign key
/// to versions. Values are in a jsonb.
/// </summary>
internal static class JsonbSchema
{
    public const string Name = "jsonb_features";

    public static string Sql(Slice slice) =>
        $"""
        CREATE SCHEMA {Name};
        CREATE TABLE {Name}.ml_predictions (
            tenant_id uuid NOT NULL, id uuid NOT NULL, service_name varchar(100) NOT NULL, prediction_type varchar(100) NOT NULL,
            predicted_value double precision, actual_value double precision,
            error double precision GENERATED ALWAYS AS (abs(predicted_value - actual_value)) STORED,
            confidence double precision, confidence_lower double precision, confidence_upper double precision,
            output jsonb, context jsonb, model_version varchar(50), model_version_id uuid, source varchar(100) NOT NULL,
            target_entity_type varchar(100), target_entity_id varchar(500), shap_values jsonb, attention_weights jsonb,
            feature_importance jsonb, recommendations jsonb, risk_level text, inference_time_ms double precision, explanation text,
            labelled_at timestamptz, superseded_labels jsonb, revision integer NOT NULL, created_at timestamptz NOT NULL,
            PRIMARY KEY (tenant_id, id),
            FOREIGN KEY (tenant_id, model_version_id) REFERENCES public.model_versions (tenant_id, id) ON DELETE RESTRICT,
            CHECK (predicted_value > '-Infinity' AND predicted_value < 'Infinity'),
            CHECK (actual_value > '-Infinity' AND actual_value < 'Infinity'),
            CHECK (confidence BETWEEN 0 AND 1),
            CHECK (confidence_lower <= confidence_upper),
            CHECK (confidence_lower > '-Infinity' AND confidence_lower < 'Infinity'),
            CHECK (confidence_upper > '-Infinity' AND confidence_upper < 'Infinity'),
            CHECK (inference_time_ms >= 0 AND inference_time_ms < 'Infinity'),
            CHECK (risk_level IN ('low', 'medium', 'high', 'critical')),
            CHECK (predicted_value IS NOT NULL OR output IS NOT NULL),
            CHECK ((actual_value IS NULL) = (labelled_at IS NULL))) PARTITION BY RANGE (id);
        CREATE INDEX ON {Name}.ml_predictions (tenant_id, created_at);
        CREATE INDEX ON {Name}.ml_predictions (tenant_id, service_name, created_at);
        CREATE INDEX ON {Name}.ml_predictions (tenant_id, model_version_id);
        CREATE INDEX ON {Name}.ml_predictions (tenant_id, created_at) WHERE risk_level IN ('high', 'critical');
        CREATE TABLE {Name}.{Table(slice)} PARTITION OF {Name}.ml_predictions (
            CHECK (id >= '{slice.FirstId}' AND id < '{slice.EndId}'),
            CHECK (created_at >= '{slice.Start:O}' AND created_at < '{slice.End:O}'))
            FOR VALUES FROM ('{slice.FirstId}') TO ('{slice.EndId}') WITH (fillfactor = 70);
        GRANT USAGE ON SCHEMA {Name} TO {MlOpsRoles.Service}; GRANT ALL ON ALL TABLES IN SCHEMA {Name} TO {MlOpsRoles.Service};
        """;

    public static string Table(Slice slice) => $"ml_predictions_{slice.Suffix}";
}
