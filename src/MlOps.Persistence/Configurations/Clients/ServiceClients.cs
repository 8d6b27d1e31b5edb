using MlOps.Domain.Predictions;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>
/// The predictions of one service, from writers that store each prediction twice: among all predictions, and then in the table of its
/// service. The second row finds the first one, by its id or by its values. Where there is none, it makes it.
/// </summary>
internal static class ServiceClients
{
    // What a writer gives in both rows.
    private static readonly string[] Compared = ["PredictionType", "PredictedValue", "Confidence", "ModelVersion", "RequestId"];

    public static void Apply(ClientSchema schema, Type service) => schema.AddClientView(
        service, names => Query(names, schema, service), names => Body(names, schema, service));

    private static string Query(ViewNames names, ClientSchema schema, Type service)
    {
        var (p, s) = (new StoredRows(names, schema, typeof(Prediction)), new StoredRows(names, schema, service));
        return $"""
            SELECT {string.Join(", ", p.Columns.Select(column => $"p.{column.Name}").Concat(ListOwn(p, s).Select(column => $"s.{column.Name}")))},
                p.{p["Id"]} AS prediction_id
            FROM {names.TableOf(service)} AS s
            JOIN {names.TableOf(typeof(Prediction))} AS p ON p.{p["TenantId"]} = s.{p["TenantId"]} AND p.{p["Id"]} = s.{p["Id"]}
            """;
    }

    private static string Body(ViewNames names, ClientSchema schema, Type service)
    {
        var (p, s) = (new StoredRows(names, schema, typeof(Prediction)), new StoredRows(names, schema, service));
        var (tenant, id, at) = (p["TenantId"], p["Id"], p["CreatedAt"]);
        var name = service.GetField(nameof(CodeRoachPrediction.Service))?.GetRawConstantValue();
        return $"""
            DECLARE
                base record;
            BEGIN
                NEW.{tenant} := COALESCE(NEW.{tenant}, {p.Columns.Single(column => column.Property == "TenantId").Default});
                NEW.{p["ServiceName"]} := COALESCE(NEW.{p["ServiceName"]}, {(name is null ? "NULL" : $"'{name}'")});
                NEW.{id} := COALESCE(NEW.prediction_id, NEW.{id});
                {PredictionClients.NameRequest(p)}
                {PredictionClients.CheckError(p)}
                SELECT b.{id} AS id, b.{at} AS at INTO base FROM {p.View} AS b
                WHERE b.{tenant} = NEW.{tenant} AND CASE
                    WHEN NEW.{id} IS NOT NULL THEN b.{id} = NEW.{id}
                    ELSE b.{p["ServiceName"]} = NEW.{p["ServiceName"]}
                        AND b.{at} BETWEEN COALESCE(NEW.{at}, now() - interval '10 minutes') AND COALESCE(NEW.{at}, now())
                        AND {string.Join("\n                AND ", Compared.Select(column => $"(NEW.{p[column]} IS NULL OR b.{p[column]} = NEW.{p[column]})"))}
                        AND NOT EXISTS (SELECT 1 FROM {s.View} AS other WHERE other.{tenant} = b.{tenant} AND other.{id} = b.{id})
                    END
                ORDER BY b.{id} LIMIT 1 FOR NO KEY UPDATE OF b SKIP LOCKED;
                IF base.id IS NULL THEN
                    {p.Fill}
                    {PredictionClients.Insert(p)}
                ELSE
                    NEW.{id} := base.id;
                    NEW.{at} := base.at;
                END IF;
                {s.InsertOf(s.Columns.Where(column => column.Property is "TenantId" or "Id").Concat(ListOwn(p, s)))};
                NEW.prediction_id := NEW.{id};
                RETURN NEW;
            END
            """;
    }

    private static IEnumerable<StoredColumn> ListOwn(StoredRows p, StoredRows s) =>
        s.Columns.Where(column => p.Columns.All(other => other.Property != column.Property));
}
