using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Ingestion;

/// <summary>The statement that records labels where there are none.</summary>
internal static class LabelSql
{
    /// <summary>Records the labels of predictions that have none yet, and returns the ids of those.</summary>
    /// <param name="context">The context.</param>
    /// <param name="labels">One or more, in the order of their ids.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<IReadOnlyList<Guid>> RecordAsync(
        MlOpsDbContext context, IReadOnlyList<Label> labels, CancellationToken cancellationToken)
    {
        var recorded = new List<Guid>();
        foreach (var slice in BySlice(labels))
        {
            Guid[] ids = [.. slice.Select(label => label.PredictionId)];
            double[] values = [.. slice.Select(label => label.ActualValue)];
            DateTimeOffset[] times = [.. slice.Select(label => label.At)];
            var (low, high) = (ids[0], ids[^1]);
            // The bounds let the planner leave out all partitions but one. One array costs less than a row for each id.
            var stored = await context.Database.SqlQuery<Guid[]>(
                $"""
                WITH recorded AS (
                    UPDATE ml_predictions AS p SET actual_value = l.value, labelled_at = l.at, revision = p.revision + 1
                    FROM unnest({ids}, {values}, {times}) AS l(id, value, at)
                    WHERE p.tenant_id = {context.TenantId} AND p.id = l.id AND p.id BETWEEN {low} AND {high} AND p.actual_value IS NULL
                    RETURNING p.id)
                SELECT coalesce(array_agg(id), ARRAY[]::uuid[]) AS "Value" FROM recorded
                """).ToListAsync(cancellationToken).ConfigureAwait(false);
            recorded.AddRange(stored[0]);
        }

        return recorded;
    }

    // Ids are in the order of time, so that nearly always all labels are of one slice.
    private static IEnumerable<IReadOnlyList<Label>> BySlice(IReadOnlyList<Label> labels) =>
        SliceOf(labels[0]) == SliceOf(labels[^1])
            ? [labels]
            : labels.GroupBy(SliceOf).Select(slice => (IReadOnlyList<Label>)[.. slice]);

    private static Slice? SliceOf(Label label) => Slice.OfId(label.PredictionId, SliceInterval.Month);
}
