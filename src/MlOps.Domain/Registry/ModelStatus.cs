namespace MlOps.Domain.Registry;

/// <summary>Whether a model is still in use.</summary>
public enum ModelStatus
{
    Active,
    Archived,
}
