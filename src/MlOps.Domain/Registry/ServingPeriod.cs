using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Registry;

/// <summary>
/// A time during which a version of a model was in production. Its promotion opens the period, and its retirement closes it. The periods
/// of a model do not overlap, and all together show which version served at any time.
/// </summary>
public sealed class ServingPeriod : ChangingEntity
{
    private ServingPeriod()
    {
    }

    internal ServingPeriod(ModelVersion version, DateTimeOffset from, Guid? decisionId, DateTimeOffset promotedAt)
        : base(from)
    {
        (ModelName, ModelVersionId, Version) = (version.ModelName, version.Id, version.Version);
        (ServedFrom, DecisionId, PromotedAt) = (CreatedAt, decisionId, promotedAt);
        InheritTenantFrom(version);
    }

    [MaxLength(Model.MaxNameLength)]
    public string ModelName { get; private set; } = null!;

    public Guid ModelVersionId { get; private set; }

    /// <summary>The version that served. Null if it was not loaded.</summary>
    [JsonIgnore]
    public ModelVersion? ModelVersion { get; private set; }

    [MaxLength(ModelVersion.MaxVersionLength)]
    public string Version { get; private set; } = null!;

    public DateTimeOffset ServedFrom { get; private set; }

    /// <summary>The end of the period, which no longer belongs to it; null while the version serves.</summary>
    public DateTimeOffset? ServedTo { get; private set; }

    /// <summary>
    /// The beginning of the period that a rollback returned to; the beginning of this one if it was opened by a promotion. The next
    /// rollback leads to what served before that time.
    /// </summary>
    public DateTimeOffset PromotedAt { get; private set; }

    /// <summary>Whether a rollback opened it, and not a promotion.</summary>
    public bool IsRollback => PromotedAt < ServedFrom;

    /// <summary>The retraining decision that opened it, if there was one.</summary>
    public Guid? DecisionId { get; private set; }

    public override string ToString() => $"The time in production of version {Version} of model '{ModelName}'";

    internal void Close(DateTimeOffset at)
    {
        RequireOrder("began", ServedFrom, "end", at);
        Touch(at);
        ServedTo = UpdatedAt;
    }
}
