namespace MlOps.Domain.Registry;

/// <summary>Where a version stands on its way to users.</summary>
public enum ModelStage
{
    None,
    Staging,
    Production,
    Archived,
}
