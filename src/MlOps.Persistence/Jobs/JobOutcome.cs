using MlOps.Domain;

namespace MlOps.Persistence.Jobs;

/// <summary>What a job did.</summary>
/// <param name="Details">What a person may want to know of it.</param>
internal sealed record JobOutcome(Json? Details = null)
{
    /// <summary>What the next run needs to know. Null if it is what the last run noted.</summary>
    public Json? State { get; init; }

    /// <summary>Whether there is more to do for the same due time.</summary>
    public bool HasMore { get; init; }
}
