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
        var p = context.GetTable<Prediction>("p");
        var recorded = new List<Guid>();
        foreach (var slice in GroupBySlice(context, labels))
        {
            Guid[] ids = [.. slice.Select(label => label.PredictionId)];
            double[] values = [.. slice.Select(label => label.ActualValue)];
            DateTimeOffset[] times = [.. slice.Select(label => label.At)];
            string?[] sources = [.. slice.Select(label => label.Source)];
            var (low, high) = (ids[0], ids[^1]);
            // The bounds let the planner leave out all partitions but one. One array costs less than a row for each id.
            var stored = await context.QuerySql<Guid[]>(
                $"""
                WITH recorded AS (
                    UPDATE {p} SET {p.Assigned(x => x.ActualValue)} = l.value, {p.Assigned(x => x.LabelledAt)} = l.at,
                        {p.Assigned(x => x.LabelSource)} = l.source, {p.Assigned(x => x.Revision)} = {p[x => x.Revision]} + 1
                    FROM unnest({ids}, {values}, {times}, {sources}) AS l(id, value, at, source)
                    WHERE {p[x => x.TenantId]} = {context.TenantId} AND {p[x => x.Id]} = l.id
                        AND {p[x => x.Id]} BETWEEN {low} AND {high} AND {p[x => x.ActualValue]} IS NULL
                    RETURNING {p[x => x.Id]} AS id)
                SELECT coalesce(array_agg(id), ARRAY[]::uuid[]) AS "Value" FROM recorded
                """).ToListAsync(cancellationToken).ConfigureAwait(false);
            recorded.AddRange(stored[0]);
        }

        return recorded;
    }

    // Ids are in the order of time, so that nearly always all labels are of one slice.
    private static IEnumerable<IReadOnlyList<Label>> GroupBySlice(MlOpsDbContext context, IReadOnlyList<Label> labels)
    {
        if (context.Model.FindEntityType(typeof(Prediction))!.FindSlice() is not { } spec)
            return [labels];

        return FindSlice(labels[0]) == FindSlice(labels[^1])
            ? [labels]
            : labels.GroupBy(FindSlice).Select(slice => (IReadOnlyList<Label>)[.. slice]);

        Slice? FindSlice(Label label) => Slice.OfId(label.PredictionId, spec.Interval);
    }
}
