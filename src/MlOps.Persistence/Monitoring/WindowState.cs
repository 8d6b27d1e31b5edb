using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Monitoring;

/// <summary>What the predictions of a window look like, without their features. Only scores from 0 to 1 are probabilities.</summary>
/// <param name="Predictions">How many there are.</param>
/// <param name="Labelled">How many have a label.</param>
/// <param name="RowsHash">The hash of ids and scores.</param>
/// <param name="LabelsHash">The hash of ids and labels.</param>
/// <param name="PositiveRate">The share of probabilities from the decision threshold on.</param>
/// <param name="ProbabilityMean">The mean of the probabilities.</param>
/// <param name="ProbabilityStd">Their standard deviation, by n.</param>
/// <param name="Entropy">The mean uncertainty of a probability in bits: 0 if it is 0 or 1, and 1 if it is 0.5.</param>
internal sealed record WindowState(
    long Predictions,
    long Labelled,
    long RowsHash,
    long LabelsHash,
    double? PositiveRate,
    double? ProbabilityMean,
    double? ProbabilityStd,
    double? Entropy)
{
    public static Task<WindowState> ReadAsync(
        MlOpsDbContext context, ServiceMonitor monitor, TimeWindow window, CancellationToken cancellationToken)
    {
        var p = context.GetTable<Prediction>("p");
        return context.QuerySql<WindowState>(
            $"""
            SELECT count(*) AS "Predictions", count(s.label) AS "Labelled",
                coalesce(bit_xor(s.hash), 0) AS "RowsHash",
                coalesce(bit_xor(hashfloat8extended(s.label, uuid_hash_extended(s.id, 0))), 0) AS "LabelsHash",
                avg(CASE WHEN s.score >= {monitor.DecisionThreshold} THEN 1 ELSE 0 END::double precision)
                    FILTER (WHERE s.score IS NOT NULL) AS "PositiveRate",
                avg(s.score) AS "ProbabilityMean",
                stddev_pop(s.score) AS "ProbabilityStd",
                avg(CASE WHEN s.score IN (0, 1) THEN 0 ELSE -(s.score * ln(s.score) + (1 - s.score) * ln(1 - s.score)) / ln(2::double precision) END)
                    FILTER (WHERE s.score IS NOT NULL) AS "Entropy"
            FROM (
                SELECT {p[x => x.Id]} AS id, {PredictionHash.Of(p)} AS hash, {p[x => x.ActualValue]} AS label,
                    CASE WHEN {p[x => x.PredictedValue]} BETWEEN 0 AND 1 THEN {p[x => x.PredictedValue]} END AS score
                FROM {p}
                WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.ServiceName]} = {monitor.ServiceName}
                    AND {p[x => x.CreatedAt]} >= {window.Start} AND {p[x => x.CreatedAt]} < {window.End}) AS s
            """).SingleAsync(cancellationToken);
    }
}
