using MlOps.Domain;
using MlOps.Domain.Registry;
using static MlOps.Import.ImportColumn;

namespace MlOps.Import.Tables;

/// <summary>
/// The registry. In the wild a row of ml_models is a version of a model, and model_versions has no models at all: models are
/// made of the names.
/// </summary>
internal static class ModelTables
{
    public const string Table = "ml_models";

    private static readonly ImportColumn Name = Text("name", "model_name") with { IsNeeded = true };
    private static readonly ImportColumn CreatedAt = Time("created_at", "registered_at", "timestamp") with { IsNeeded = true };
    private static readonly ImportColumn Version = Text("version", "model_version");
    private static readonly ImportColumn UpdatedAt = Time("updated_at", "last_updated");

    public static readonly ImportTable Models = new(
        [Table],
        "ml_models",
        [
            Name, CreatedAt, UpdatedAt,
            Text("model_type", "type", "algorithm") with { Otherwise = $"models get '{ImportTable.Unknown}'" },
            Text("framework", "library") with { Otherwise = $"models get '{ImportTable.Unknown}'" },
            Text("description"),
            Text("owner", "created_by"),
            Json("baseline_metrics"),
        ],
        MakeModel)
    { OncePer = "name" };

    public static readonly ImportTable ModelsOfVersions = new(
        ["model_versions"],
        "ml_models",
        [
            Text("name", "model_name") with { IsNeeded = true },
            Time("created_at", "timestamp", "registered_at", "promoted_at") with { IsNeeded = true },
            Text("model_type") with { Otherwise = $"models get '{ImportTable.Unknown}'" },
            Text("framework") with { Otherwise = $"models get '{ImportTable.Unknown}'" },
        ],
        MakeModel)
    { OncePer = "name" };

    public static readonly ImportTable VersionsOfModels = new(
        [Table],
        "model_versions",
        [
            Key("key", "model_id", "id") with { IsNeeded = true },
            Name, CreatedAt, UpdatedAt,
            Version,
            Text("status", "state", "lifecycle_status") with { Otherwise = "versions are active" },
            Text("failure_reason", "error", "error_message"),
            Json("hyperparameters", "hyper_parameters"),
            Json("parameters", "model_parameters", "model_metadata", "metadata"),
            Json("metrics", "performance_metrics"),
            Number("f1_score", "f1"),
            Number("brier_score", "brier"),
            new ImportColumn("encrypted_model", Source.ValueKind.Bytes, "model_data"),
            Text("encryption_key_id", "key_id"),
        ],
        MakeVersion)
    {
        KnownBy = Version,
        // They are the model's own, and are taken with it.
        Derived = ["model_type", "type", "algorithm", "framework", "library", "description", "owner", "created_by", "baseline_metrics"],
    };

    private static IEnumerable<Entity> MakeModel(ImportRow row)
    {
        var name = row.Text("name") ?? throw row.Missing("name");
        var model = Model.Register(
            name, row.Text("model_type", ImportTable.Unknown), row.Text("framework", ImportTable.Unknown), row.NeededTime("created_at"), row.Text("owner"), row.Text("description"));
        if (row.Has("baseline_metrics"))
            model.SetBaseline(row.Metrics("baseline_metrics"), row.Time("updated_at") ?? model.CreatedAt);

        return [model.WithId(ImportedId.Sliced("models", name, model.CreatedAt))];
    }

    private static IEnumerable<Entity> MakeVersion(ImportRow row)
    {
        var createdAt = row.NeededTime("created_at");
        var updatedAt = row.Time("updated_at") is { } told && told >= createdAt ? told : createdAt;
        var version = ModelVersionTable.Begin(row, row.Text("name") ?? throw row.Missing("name"), createdAt)
            .WithId(row.PlainId(Table, "key"));
        var status = row.Choice<VersionStatus>(
            "status", ("trained", VersionStatus.Active), ("deployed", VersionStatus.Active), ("inactive", VersionStatus.Retired), ("archived", VersionStatus.Retired));
        StageTransition? transition = null;
        if (status == VersionStatus.Failed)
        {
            version.Fail(row.Text("failure_reason", ImportTable.Unknown), updatedAt);
        }
        else if (status != VersionStatus.Training)
        {
            ModelVersionTable.Complete(version, row, updatedAt);
            if (status == VersionStatus.Retired)
                transition = ModelVersionTable.Transition(version, version.MoveTo(ModelStage.Archived, new StageChange(ImportTable.Unknown, "retired before it was imported", updatedAt)));
        }

        if (row.Bytes("encrypted_model") is { } model)
            version.StoreEncrypted(model, row.Text("encryption_key_id", ImportTable.Unknown), updatedAt);

        row.Memory.AddVersion(version.Id);
        return transition is null ? [version] : [version, transition];
    }
}
