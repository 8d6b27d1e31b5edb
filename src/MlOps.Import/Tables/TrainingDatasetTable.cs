using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Training;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The datasets of trainings and evaluations.</summary>
internal sealed class TrainingDatasetTable : ImportTable
{
    public const string Table = "training_datasets";

    private static readonly Json NoSchema = Json.Parse("{}");

    public override TableShape Source { get; } = new(
        Table,
        Key("dataset_id", "id"),
        Column("name", "dataset_name").Required(),
        Column("version", "dataset_version").WhenMissing($"'{Unknown}'"),
        Column("source", "data_source", "source_query", "data_path", "storage_path", "location", "uri").WhenMissing($"'{Unknown}'"),
        Document("schema", "schema_definition", "feature_schema", "columns").WhenMissing("{}"),
        Column("row_count", "num_rows", "sample_count", "record_count", "num_samples", "size").WhenMissing("0"),
        Column("checksum", "data_hash", "hash"),
        Column("quality_score", "data_quality_score"),
        Document("feature_names", "features", "feature_columns"),
        "features_known_at",
        Column("created_at", "timestamp").Required(),
        "updated_at")
    {
        HasExtraColumns = true,
    };

    public override Type EntityType => typeof(TrainingDataset);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var id = import.GetId();
        var features = ReadFeatures(row, import);
        var dataset = TrainingDataset.Register(
            row.GetText("name"),
            import.GetTextOrUnknown("version"),
            import.GetTextOrUnknown("source"),
            import.AddExtraColumns(row.FindJson("schema"), "schema") ?? NoSchema,
            row.FindLong("row_count") ?? 0,
            row.GetTime("created_at"),
            row.FindText("checksum"),
            features,
            row.FindTime("features_known_at")).WithId(id);
        if (row.FindNumber("quality_score") is { } score)
            dataset.Assess(score, row.FindTime("updated_at") ?? dataset.CreatedAt);

        import.State.References.Add(dataset);
        return [dataset];
    }

    private static List<string> ReadFeatures(SourceRow row, ImportContext import)
    {
        if (row.FindJson("feature_names")?.As<JsonElement>() is not { } names)
            return [];

        if (names.ValueKind == JsonValueKind.Array && names.EnumerateArray().All(name => name.ValueKind == JsonValueKind.String))
            return [.. names.EnumerateArray().Select(name => name.GetString()!)];

        import.DoNotImport("feature_names", "it is no list of names");
        return [];
    }
}
