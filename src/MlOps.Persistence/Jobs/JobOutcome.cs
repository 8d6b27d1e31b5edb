using MlOps.Domain;

namespace MlOps.Persistence.Jobs;

/// <summary>What a job did.</summary>
/// <param name="Details">What a person may want to know of it.</param>
internal sealed record JobOutcome(Json? Details = null);
