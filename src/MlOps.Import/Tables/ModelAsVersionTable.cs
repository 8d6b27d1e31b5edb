using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The table ml_models, if each row is a version of a model.</summary>
internal sealed class ModelAsVersionTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "ml_models",
        Key("model_id", "id"),
        Column("name", "model_name").Required(),
        Column("created_at", "registered_at", "timestamp").Required(),
        Column("updated_at", "last_updated"),
        Column("version", "model_version"),
        Column("status", "state", "lifecycle_status").WhenMissing($"'{VersionStatus.Active}'"),
        Column("failure_reason", "error", "error_message"),
        Document("hyperparameters", "hyper_parameters"),
        Document("parameters", "model_parameters", "model_metadata", "metadata"),
        Document("metrics", "performance_metrics"),
        Column("f1_score", "f1"),
        Column("brier_score", "brier"),
        Column("encrypted_model", "model_data").OfType("bytea"),
        Column("encryption_key_id", "key_id"))
    {
        Marker = "version",
        // These belong to the model and are read with it.
        IgnoredColumns =
        [
            "model_type", "type", "algorithm", "framework", "library", "description", "owner", "created_by",
            "baseline_metrics",
        ],
    };

    public override string Target => "model_versions";

    public override Type EntityType => typeof(ModelVersion);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var createdAt = row.GetTime("created_at");
        var updatedAt = row.FindTime("updated_at") is { } at && at >= createdAt ? at : createdAt;
        var version = VersionMapping.Begin(row, import, row.GetText("name"), createdAt).WithId(import.GetId());
        var status = row.FindChoice(
            "status",
            ("trained", VersionStatus.Active),
            ("deployed", VersionStatus.Active),
            ("inactive", VersionStatus.Retired),
            ("archived", VersionStatus.Retired));
        if (status == VersionStatus.Failed)
            version.Fail(import.GetTextOrUnknown("failure_reason"), updatedAt);
        else if (status != VersionStatus.Training)
            VersionMapping.Complete(version, row, import, updatedAt);

        var history = new List<Entity>();
        if (status == VersionStatus.Retired)
        {
            var change = new StageChange(Unknown, "retired before it was imported", updatedAt);
            history.Add(VersionMapping.GiveId(version, version.MoveTo(ModelStage.Archived, change)));
        }

        if (row.FindBytes("encrypted_model") is { } model)
            version.StoreEncrypted(model, import.GetTextOrUnknown("encryption_key_id"), updatedAt);

        import.State.AddVersion(version.Id);
        return [version, .. history];
    }
}
