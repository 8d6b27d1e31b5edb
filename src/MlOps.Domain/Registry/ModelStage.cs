namespace MlOps.Domain.Registry;

/// <summary>The stage of a version on its way to users.</summary>
public enum ModelStage
{
    None,
    Staging,
    Production,
    Archived,
}
