using MlOps.Domain;
using MlOps.Domain.Registry;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>How resources were configured.</summary>
internal static class ConfigurationTable
{
    private const string Table = "ml_configurations";

    public static readonly ImportTable Configurations = new(
        [Table],
        Table,
        [
            Key("key", "config_id", "configuration_id", "id") with { IsNeeded = true },
            Text("resource_id") with { IsNeeded = true },
            Json("features", "configuration", "config_data", "feature_vector") with { IsNeeded = true },
            Json("policy_context"),
            Json("baseline_config", "baseline_configuration", "baseline"),
            Time("created_at", "timestamp") with { IsNeeded = true },
            Time("updated_at"),
        ],
        Make);

    private static IEnumerable<Entity> Make(ImportRow row)
    {
        var features = row.Json("features") ?? throw row.Missing("features");
        var configuration = Configuration.Record(
            row.Text("resource_id") ?? throw row.Missing("resource_id"), features, row.NeededTime("created_at"), row.Json("policy_context"), row.Json("baseline_config"));
        if (row.Time("updated_at") is { } at)
            configuration.Observe(features, at);

        return [configuration.WithId(row.PlainId(Table, "key"))];
    }
}
