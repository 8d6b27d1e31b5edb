using MlOps.Domain.Registry;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>Models of older schemas, where a row often is a model with one version. It becomes both.</summary>
internal static class ModelClients
{
    public static void Apply(ClientSchema schema) =>
        schema.AddClientView(typeof(Model), names => Query(names, schema), names => Body(names, schema));

    private static string Query(ViewNames names, ClientSchema schema)
    {
        var m = new StoredRows(names, schema, typeof(Model));
        var columns = string.Join(", ", m.Columns.Select(column => column.Name));
        return $"SELECT {columns}, NULL::text AS version, NULL::jsonb AS hyperparameters FROM {names.TableOf(typeof(Model))}";
    }

    private static string Body(ViewNames names, ClientSchema schema)
    {
        var m = new StoredRows(names, schema, typeof(Model));
        var v = new StoredRows(names, schema, typeof(ModelVersion));
        var (tenant, id, name, at) = (m["TenantId"], m["Id"], m["Name"], m["CreatedAt"]);
        return $"""
            DECLARE
                known uuid;
            BEGIN
                {m.Fill}
                IF NEW.version IS NULL AND NEW.hyperparameters IS NOT NULL THEN
                    RAISE not_null_violation USING
                        MESSAGE = format('Model %s has hyperparameters and no version, which they belong to.', quote_literal(NEW.{name})),
                        HINT = 'Give a version too.';
                END IF;
                IF NEW.version IS NOT NULL THEN
                    known := (SELECT {id} FROM {m.View} WHERE {tenant} = NEW.{tenant} AND {name} = NEW.{name});
                END IF;
                IF known IS NULL THEN
                    {m.Insert};
                ELSE
                    NEW.{id} := known;
                END IF;
                IF NEW.version IS NOT NULL THEN
                    INSERT INTO {v.View} ({v["TenantId"]}, {v["Id"]}, {v["ModelName"]}, {v["Version"]}, {v["Hyperparameters"]},
                        {v["StageChangedAt"]}, {v["CreatedAt"]}, {v["UpdatedAt"]})
                    VALUES (NEW.{tenant}, mlops_uuid7(NEW.{at}), NEW.{name}, NEW.version, NEW.hyperparameters, NEW.{at}, NEW.{at}, NEW.{at});
                END IF;
                RETURN NEW;
            END
            """;
    }
}
