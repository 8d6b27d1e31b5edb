namespace MlOps.Domain.Registry;

/// <summary>The life of a version, from its training to its end.</summary>
public enum VersionStatus
{
    Training,
    Active,
    Retired,
    Failed,
}
