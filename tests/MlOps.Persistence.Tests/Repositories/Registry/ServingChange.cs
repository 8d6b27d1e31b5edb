namespace MlOps.Persistence.Tests.Repositories.Registry;

/// <summary>A change that was made.</summary>
/// <param name="Model">The model.</param>
/// <param name="At">When.</param>
/// <param name="Step">What was done.</param>
/// <param name="Version">The version that serves from then on, or that was retired.</param>
internal sealed record ServingChange(string Model, DateTimeOffset At, ServingStep Step, string Version);
