using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>How far a feature is from its reference, as the database measured it.</summary>
/// <param name="FeatureName">The feature, or column of the predictions, or "context:KEY".</param>
/// <param name="Measurement">The result. Its statistic is null if the data does not define it.</param>
/// <param name="Evidence">The predictions that were compared.</param>
public sealed record FeatureDrift(string FeatureName, DriftMeasurement Measurement, DriftEvidence Evidence);
