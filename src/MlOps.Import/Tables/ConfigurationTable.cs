using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Configurations of resources.</summary>
internal sealed class ConfigurationTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ml_configurations",
        Key("config_id", "configuration_id", "id"),
        Column("resource_id").Required(),
        Document("features", "configuration", "config_data", "feature_vector").Required(),
        Document("policy_context"),
        Document("baseline_config", "baseline_configuration", "baseline"),
        Column("created_at", "timestamp").Required(),
        "updated_at");

    public override Type EntityType => typeof(Configuration);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var features = row.GetJson("features");
        var configuration = Configuration.Record(
            row.GetText("resource_id"),
            features,
            row.GetTime("created_at"),
            row.FindJson("policy_context"),
            row.FindJson("baseline_config"));
        if (row.FindTime("updated_at") is { } at)
            configuration.Observe(features, at);

        return [configuration.WithId(import.GetId())];
    }
}
