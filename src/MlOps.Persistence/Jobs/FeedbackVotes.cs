using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Jobs;

/// <summary>What the feedback on a prediction says. Each user of each source has one vote, which is the last corrected value.</summary>
/// <param name="PredictionId">The prediction.</param>
/// <param name="PolicyId">The policy of its service. Null if there is none.</param>
/// <param name="Label">The label that it has.</param>
/// <param name="Value">The most frequent value. Null if no feedback counts.</param>
/// <param name="At">The time of the last vote for that value.</param>
/// <param name="Votes">How many votes it has.</param>
/// <param name="OthersVotes">How many the next one has.</param>
internal sealed record FeedbackVotes(
    Guid PredictionId, Guid? PolicyId, double? Label, double? Value, DateTimeOffset? At, long? Votes, long? OthersVotes)
{
    /// <summary>Counts the votes on predictions of which feedback came in a span of time, in the order of their ids.</summary>
    /// <param name="context">The context.</param>
    /// <param name="arrival">When some of the feedback came.</param>
    /// <param name="after">The id after which the list begins.</param>
    /// <param name="count">The largest number of predictions.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    public static Task<List<FeedbackVotes>> ListAsync(
        MlOpsDbContext context, TimeWindow arrival, Guid after, int count, CancellationToken cancellationToken)
    {
        var (f, p, l) = (context.GetTable<Feedback>("f"), context.GetTable<Prediction>("p"), context.GetTable<LabelPolicy>("l"));
        var o = context.GetTable<LabelPolicy>("o");
        return context.QuerySql<FeedbackVotes>(
            $"""
            WITH touched AS MATERIALIZED (
                SELECT DISTINCT {f[x => x.PredictionId]} AS id FROM {f}
                WHERE {f[x => x.TenantId]} = {context.TenantId} AND {f[x => x.CorrectedValue]} IS NOT NULL
                    AND {f[x => x.ReceivedAt]} >= {arrival.Start} AND {f[x => x.ReceivedAt]} < {arrival.End}
                    AND {f[x => x.PredictionId]} > {after}
                ORDER BY 1 LIMIT {count}),
            governed AS MATERIALIZED (
                SELECT t.id, {p[x => x.ActualValue]} AS label, {l[x => x.Id]} AS policy, {l[x => x.Sources]} AS sources
                FROM touched AS t
                JOIN {p} ON {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.Id]} = t.id
                JOIN {l} ON {l[x => x.TenantId]} = {context.TenantId} AND ({l[x => x.ServiceName]} = {p[x => x.ServiceName]}
                    OR ({l[x => x.ServiceName]} IS NULL AND NOT EXISTS (
                        SELECT 1 FROM {o}
                        WHERE {o[x => x.TenantId]} = {context.TenantId} AND {o[x => x.ServiceName]} = {p[x => x.ServiceName]})))),
            voted AS (
                SELECT DISTINCT ON (g.id, {f[x => x.Source]}, coalesce({f[x => x.UserId]}, {f[x => x.Id]}::text))
                    g.id, {f[x => x.CorrectedValue]} AS value, {f[x => x.CreatedAt]} AS at
                FROM governed AS g
                JOIN {f} ON {f[x => x.TenantId]} = {context.TenantId} AND {f[x => x.PredictionId]} = g.id
                    AND {f[x => x.CorrectedValue]} IS NOT NULL AND (g.sources IS NULL OR {f[x => x.Source]} = ANY (g.sources))
                ORDER BY g.id, {f[x => x.Source]}, coalesce({f[x => x.UserId]}, {f[x => x.Id]}::text), {f[x => x.CreatedAt]} DESC,
                    {f[x => x.Id]} DESC),
            counted AS (SELECT v.id, v.value, max(v.at) AS at, count(*) AS votes FROM voted AS v GROUP BY v.id, v.value),
            ranked AS (
                SELECT c.*, row_number() OVER w AS place, lead(c.votes) OVER w AS next
                FROM counted AS c WINDOW w AS (PARTITION BY c.id ORDER BY c.votes DESC, c.value))
            SELECT t.id AS "PredictionId", g.policy AS "PolicyId", g.label AS "Label", r.value AS "Value", r.at AS "At",
                r.votes AS "Votes", coalesce(r.next, 0) AS "OthersVotes"
            FROM touched AS t LEFT JOIN governed AS g ON g.id = t.id LEFT JOIN ranked AS r ON r.id = t.id AND r.place = 1
            ORDER BY t.id
            """).ToListAsync(cancellationToken);
    }
}
