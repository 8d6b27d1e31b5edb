using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Compares windows of a monitor by its sketches, which takes no prediction to be read.</summary>
public sealed class SketchRepository(MlOpsDbContext context)
{
    /// <returns>A result for each feature and segment of the current window, by feature.</returns>
    /// <exception cref="ArgumentException">The method is unknown, a window has no whole hours, or an hour has no sketch.</exception>
    public async Task<IReadOnlyList<SketchDrift>> CompareAsync(SketchQuestion question, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        var areNumbers = AreNumbers(question.Method);
        var current = await ListAsync(question, question.Current, cancellationToken).ConfigureAwait(false);
        var reference = (await ListReferenceAsync(question, cancellationToken).ConfigureAwait(false))
            .ToDictionary(row => (row.FeatureName, row.SegmentKind, row.SegmentName));
        return
        [
            .. current
                .Where(row => row.Edges is not null == areNumbers && question.Features?.Contains(row.FeatureName) != false)
                .OrderBy(row => row.FeatureName, StringComparer.Ordinal).ThenByDescending(row => row.Size)
                .Select(row => Compare(
                    question,
                    reference.GetValueOrDefault((row.FeatureName, row.SegmentKind, row.SegmentName)) ?? row.WithoutValues(),
                    row)),
        ];
    }

    private static bool AreNumbers(string method) =>
        BinnedDrift.Methods.Contains(method) || DriftMethods.NeedsEdges(method) || (CountDrift.Methods.Contains(method)
            ? false
            : throw new ArgumentException(
                $"Sketches do not answer '{method}'. They answer {string.Join(", ", CountDrift.Methods.Concat(BinnedDrift.Methods))}.",
                nameof(method)));

    private static SketchDrift Compare(SketchQuestion question, SketchCounts reference, SketchCounts current)
    {
        var counts = SketchCounts.Compare(reference, current);
        var evidence = new DriftEvidence(question.Monitor.ServiceName, reference.ValuesHash, current.ValuesHash)
        {
            Segment = ComparedSegment.Find(
                current.SegmentKind, current.SegmentName, question.Monitor.SegmentFeature, question.Monitor.SegmentCap),
        };
        if (CountDrift.Methods.Contains(question.Method))
            return new(new(current.FeatureName, CountDrift.Measure(question.Method, counts), evidence), null);

        StatisticBounds? bounds = reference.ToSample() is { } one && current.ToSample() is { } other
            ? BinnedDrift.Bound(question.Method, one, other)
            : null;
        var measurement = new DriftMeasurement(question.Method, null, reference.Size, current.Size) { Counts = counts };
        return new(new(current.FeatureName, measurement, evidence), bounds);
    }

    private async Task<List<SketchCounts>> ListReferenceAsync(SketchQuestion question, CancellationToken cancellationToken)
    {
        if (question.Reference is { } chosen)
            return await ListAsync(question, chosen, cancellationToken).ConfigureAwait(false);

        if (question.Monitor.ReferenceKind != MonitorReferenceKind.Baseline)
            return await ListAsync(question, question.Monitor.Reference.FindFor(question.Current), cancellationToken).ConfigureAwait(false);

        var baselines = await context.FeatureBaselines.AsNoTracking()
            .Where(baseline => baseline.ModelVersionId == question.Monitor.BaselineVersionId)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. baselines.Select(SketchCounts.From)];
    }

    private async Task<List<SketchCounts>> ListAsync(SketchQuestion question, TimeWindow window, CancellationToken cancellationToken)
    {
        try
        {
            return await context.QuerySql<SketchCounts>(
                $"""
                SELECT c.feature_name AS "FeatureName", c.segment_kind AS "SegmentKind", c.segment_name AS "SegmentName",
                    c.edges AS "Edges", c.compared_edges AS "ComparedEdges", c.categories AS "Categories", c.counts AS "Counts",
                    c.mean AS "Mean", c.lowest AS "Lowest", c.highest AS "Highest", c.values_hash AS "ValuesHash"
                FROM mlops_sketch_counts(
                    {question.Monitor.Name}, {window.Start}, {window.End}, {question.BySegment}, {question.ModelVersion}::text) AS c
                """).ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InvalidParameterValue or PostgresErrorCodes.NoDataFound)
        {
            throw new ArgumentException(e.MessageText, nameof(question), e);
        }
    }
}
