namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>A kind of change of the version that serves.</summary>
internal enum ServingStep
{
    Promotion,
    Rollback,
    Retirement,
}
