using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>
/// What the scores of a window lead to expect, if each of them is the probability that its prediction is positive: the expected numbers of
/// right and wrong answers. Labels play no part.
/// </summary>
internal sealed record EstimateRow(
    string? ModelVersion, bool IsAll, long Scores, double TruePositives, double FalsePositives, double FalseNegatives, double Brier)
{
    /// <summary>Reads the estimate of all predictions, and of those of each version.</summary>
    public static Task<List<EstimateRow>> ListAsync(
        MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window, CancellationToken cancellationToken)
    {
        var p = context.GetTable<Prediction>("p");
        return context.QuerySql<EstimateRow>(
            $"""
            SELECT s.version AS "ModelVersion", grouping(s.version) = 1 AS "IsAll", count(*) AS "Scores",
                coalesce(sum(s.score) FILTER (WHERE s.score >= {monitor.DecisionThreshold}), 0) AS "TruePositives",
                coalesce(sum(1 - s.score) FILTER (WHERE s.score >= {monitor.DecisionThreshold}), 0) AS "FalsePositives",
                coalesce(sum(s.score) FILTER (WHERE s.score < {monitor.DecisionThreshold}), 0) AS "FalseNegatives",
                avg(s.score * (1 - s.score)) AS "Brier"
            FROM (
                SELECT {p[x => x.ModelVersion]} AS version, {p[x => x.PredictedValue]} AS score
                FROM {p}
                WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = {monitor.ServiceName}
                    AND {p[x => x.CreatedAt]} >= {window.Start} AND {p[x => x.CreatedAt]} < {window.End}
                    AND {p[x => x.PredictedValue]} BETWEEN 0 AND 1) AS s
            GROUP BY GROUPING SETS ((), (s.version))
            HAVING count(*) > 0
            """).ToListAsync(cancellationToken);
    }

    /// <summary>The segment of a version. Null for all predictions.</summary>
    public PredictionSegment? FindSegment(string feature) =>
        IsAll ? null
        : ModelVersion is null ? PredictionSegment.Missing(feature)
        : PredictionSegment.Named(feature, ModelVersion);

    public IEnumerable<(string Metric, double? Value, long Count)> List()
    {
        var (found, positive) = (TruePositives + FalsePositives, TruePositives + FalseNegatives);
        var (precision, recall) = (TruePositives / found, TruePositives / positive);
        return
        [
            ("accuracy", 1 - ((FalsePositives + FalseNegatives) / Scores), Scores),
            ("precision", found > 0 ? precision : null, Scores),
            ("recall", positive > 0 ? recall : null, Scores),
            ("f1", found + positive > 0 ? 2 * TruePositives / (found + positive) : null, Scores),
            ("brier", Brier, Scores),
        ];
    }
}
