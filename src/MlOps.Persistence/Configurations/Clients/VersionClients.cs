using MlOps.Domain.Registry;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>
/// Versions of older schemas, where a row has the stage that a version enters. A version that is known moves to it, as
/// <see cref="ModelVersion.MoveTo"/> and <see cref="ModelVersion.PromoteToProduction"/> let it.
/// </summary>
internal static class VersionClients
{
    private const string UnknownKind = "unknown";

    // What a later row of the same version may know better.
    private static readonly string[] Replaced = ["MlflowRunId", "Hyperparameters", "Parameters", "F1Score", "BrierScore"];

    public static void Apply(ClientSchema schema) => schema.AddClientView(
        typeof(ModelVersion),
        names => $"SELECT {string.Join(", ", names.ListColumns(typeof(ModelVersion)).Where(column => column.Property != "ProductionSlot")
            .Select(column => column.Name))} FROM {names.TableOf(typeof(ModelVersion))}",
        names => Body(names, schema));

    private static string Body(ViewNames names, ClientSchema schema)
    {
        var m = new StoredRows(names, schema, typeof(Model));
        var v = new StoredRows(names, schema, typeof(ModelVersion));
        var stages = new StageMoveSql(names, v);
        var (tenant, id, model, version, stage) = (v["TenantId"], v["Id"], v["ModelName"], v["Version"], v["Stage"]);
        return $"""
            DECLARE
                known record;
                incumbent record;
                wanted text := NEW.{stage};
                mover text := COALESCE(NEW.{v["PromotedBy"]}, session_user);
                moved_at timestamptz;
            BEGIN
                NEW.{v["Status"]} := COALESCE(
                    NEW.{v["Status"]}, CASE COALESCE(wanted, '{ModelStage.None}') WHEN '{ModelStage.None}' THEN 'training' ELSE 'active' END);
                -- A version is often written down after its promotion.
                NEW.{v["CreatedAt"]} := LEAST(COALESCE(NEW.{v["CreatedAt"]}, now()), NEW.{v["PromotedAt"]});
                {v.Fill}
                INSERT INTO {m.View} ({m["TenantId"]}, {m["Name"]}, {m["ModelType"]}, {m["Framework"]})
                VALUES (NEW.{tenant}, NEW.{model}, '{UnknownKind}', '{UnknownKind}') ON CONFLICT DO NOTHING;
                -- Changes of the stages of a model wait for one another.
                PERFORM 1 FROM {m.View} WHERE {m["TenantId"]} = NEW.{tenant} AND {m["Name"]} = NEW.{model} FOR NO KEY UPDATE;
                SELECT {id} AS id, {stage} AS stage, {v["Status"]} AS status, {v["StageChangedAt"]} AS since INTO known FROM {v.View}
                    WHERE {tenant} = NEW.{tenant} AND {model} = NEW.{model} AND {version} = NEW.{version};
                -- A row without a stage tells more of a version, and leaves it where it is.
                wanted := COALESCE(wanted, known.stage, '{ModelStage.None}');
                IF known.id IS NULL THEN
                    moved_at := COALESCE(NEW.{v["PromotedAt"]}, NEW.{v["CreatedAt"]});
                    NEW.{stage} := '{ModelStage.None}';
                    NEW.{v["StageChangedAt"]} := NEW.{v["CreatedAt"]};
                    NEW.{v["PromotedAt"]} := NULL;
                    NEW.{v["PromotedBy"]} := NULL;
                    {v.Insert};
                    SELECT NEW.{id} AS id, NEW.{stage} AS stage, NEW.{v["Status"]} AS status, NEW.{v["CreatedAt"]} AS since INTO known;
                ELSE
                    moved_at := COALESCE(NEW.{v["PromotedAt"]}, now());
                    NEW.{id} := known.id;
                    UPDATE {v.View} SET
                        {v["Status"]} = CASE WHEN known.status = 'training' AND wanted <> '{ModelStage.None}' THEN 'active' ELSE {v["Status"]} END,
                        {v["Metrics"]} = {v["Metrics"]} || NEW.{v["Metrics"]},
                        {string.Join(",\n            ", Replaced.Select(name => $"{v[name]} = COALESCE(NEW.{v[name]}, {v[name]})"))}
                    WHERE {tenant} = NEW.{tenant} AND {id} = known.id;
                END IF;
                {stages.Move}
                RETURN NEW;
            END
            """;
    }
}
