using System.Text.Json.Serialization;
using MlOps.Domain.Registry;

namespace MlOps.Domain.Retraining;

/// <summary>A version that the gate compared, as it was then.</summary>
public sealed record GateVersion(
    Guid Id,
    string Version,
    [property: JsonConverter(typeof(WordJson<ModelStage>))] ModelStage Stage,
    [property: JsonConverter(typeof(WordJson<VersionStatus>))] VersionStatus Status)
{
    public static GateVersion Of(ModelVersion version)
    {
        Guard.Given(version, nameof(version));
        return new(version.Id, version.Version, version.Stage, version.Status);
    }

    /// <summary>Whether it may take the place of the champion. What was archived has been withdrawn.</summary>
    public bool CanBePromoted() => Status == VersionStatus.Active && Stage is (ModelStage.None or ModelStage.Staging);
}
