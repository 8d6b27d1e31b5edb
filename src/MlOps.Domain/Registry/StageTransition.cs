using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Registry;

/// <summary>
/// One step of a version from stage to stage. It never changes: all transitions together show which version was in
/// production at any time.
/// </summary>
public sealed class StageTransition : Entity
{
    private StageTransition()
    {
    }

    internal StageTransition(ModelVersion version, ModelStage from, ModelStage to, StageChange change)
        : base(change.At)
    {
        ModelVersionId = version.Id;
        ModelName = version.ModelName;
        Version = version.Version;
        FromStage = from;
        ToStage = to;
        ChangedBy = change.By;
        Reason = change.Reason;
        DecisionId = change.DecisionId;
        InheritTenantFrom(version);
    }

    public Guid ModelVersionId { get; private set; }

    /// <summary>The version that moved. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    [MaxLength(Model.MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    [MaxLength(ModelVersion.MaxVersionLength)]
    public string Version { get; private set; } = null!;

    public ModelStage FromStage { get; private set; }

    public ModelStage ToStage { get; private set; }

    [MaxLength(StageChange.MaxByLength)]
    public string ChangedBy { get; private set; } = null!;

    /// <summary>The database login that moved it. The database sets it, whatever name was given.</summary>
    [MaxLength(Logins.MaxLength)]
    public string? ChangedLogin { get; private set; }

    public string Reason { get; private set; } = null!;

    /// <summary>The retraining decision that led to it, if there was one.</summary>
    public Guid? DecisionId { get; private set; }
}
