using MlOps.Domain;
using MlOps.Domain.Retraining;

namespace MlOps.Persistence.Repositories.Retraining;

/// <summary>Which versions of a model are compared, and by which predictions.</summary>
/// <param name="ModelName">The model.</param>
/// <param name="Version">The first version.</param>
/// <param name="Other">The version that is compared with it.</param>
/// <param name="Window">When the predictions were made. Their labels may have come at any time since.</param>
public sealed record ComparisonQuestion(string ModelName, string Version, string Other, TimeWindow Window)
{
    /// <summary>How they are compared.</summary>
    public ComparisonTerms Terms { get; init; } = new();
}
