using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>The hash of one prediction. The exclusive or of several tells whether two readers saw the same predictions.</summary>
internal static class PredictionHash
{
    /// <summary>Of the id and the score.</summary>
    public static SqlFragment Of(SqlTable<Prediction> p) => new(
        $"hashfloat8extended(coalesce({p[x => x.PredictedValue]}, 'NaN'), uuid_hash_extended({p[x => x.Id]}, 0))");
}
