using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Repositories.Monitoring;

/// <summary>Measurements of drift.</summary>
public sealed class DriftMetricRepository(MlOpsDbContext context)
{
    /// <summary>Tracks a new measurement. SaveChanges stores it.</summary>
    public void Add(DriftMetric metric) => context.DriftMetrics.Add(metric);

    /// <summary>
    /// Compares features with their reference. The database does so in few passes over the predictions, which do not leave it.
    /// </summary>
    /// <returns>A result for each feature and segment.</returns>
    /// <exception cref="ArgumentException">The database knows no such method, feature or segment, or refuses edges or cap.</exception>
    public async Task<IReadOnlyList<FeatureDrift>> CompareAsync(DriftQuestion question, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(question);
        try
        {
            var rows = await ReadAsync(question, cancellationToken).ConfigureAwait(false);
            return [.. rows.Select(row => row.ToDrift(question))];
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            throw new ArgumentException(e.MessageText, nameof(question), e);
        }
    }

    /// <summary>Compares features with their reference, judges the results by a threshold, and saves the context with them.</summary>
    public async Task<RecordedDrift> RecordAsync(
        string modelName,
        DriftQuestion question,
        DriftThreshold threshold,
        DateTimeOffset at,
        Guid? modelVersionId = null,
        CancellationToken cancellationToken = default)
    {
        var found = (await CompareAsync(question, cancellationToken).ConfigureAwait(false))
            .ToLookup(drift => drift.Measurement.Statistic is not null);
        var metrics = found[true].Select(drift => DriftMetric.Measure(
            modelName,
            drift.FeatureName,
            DriftKind.Data,
            DriftResult.From(drift.Measurement, drift.Evidence),
            threshold,
            new DriftSample(question.Reference, drift.Measurement.ReferenceSize),
            new DriftSample(question.Current, drift.Measurement.CurrentSize),
            at,
            modelVersionId)).ToList();
        context.AddRange(metrics);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return new RecordedDrift(metrics, [.. found[false]]);
    }

    /// <exception cref="MlOpsException">There is no such measurement.</exception>
    public async Task<DriftMetric> GetAsync(Guid id, CancellationToken cancellationToken = default) =>
        await context.DriftMetrics.SingleOrDefaultAsync(metric => metric.Id == id, cancellationToken).ConfigureAwait(false)
        ?? throw NotFound(id);

    /// <summary>Computes a stored result again, and says whether it is equal.</summary>
    /// <exception cref="MlOpsException">There is no such measurement.</exception>
    public async Task<DriftVerification> VerifyAsync(Guid id, CancellationToken cancellationToken = default)
    {
        // What the context tracks may differ from what is stored.
        var stored = await context.DriftMetrics.AsNoTracking()
            .SingleOrDefaultAsync(metric => metric.Id == id, cancellationToken).ConfigureAwait(false)
            ?? throw NotFound(id);
        return await new DriftVerifier(context, this).VerifyAsync(stored, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Finds the latest measurement of a feature over all segments. Without a feature, it is the latest one that another tool made of the
    /// answers, or of all features together.
    /// </summary>
    public Task<DriftMetric?> FindLatestAsync(
        string modelName, string? featureName, CancellationToken cancellationToken = default) =>
        context.DriftMetrics
            .Where(metric => metric.ModelName == modelName && metric.FeatureName == featureName && metric.SegmentFeature == null)
            .OrderByDescending(metric => metric.CreatedAt)
            .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Reads the measurements of a model in a window, the newest first.</summary>
    public IAsyncEnumerable<DriftMetric> StreamAsync(string modelName, TimeWindow window) =>
        context.DriftMetrics.AsNoTracking().During(window)
            .Where(metric => metric.ModelName == modelName)
            .OrderByDescending(metric => metric.CreatedAt)
            .AsAsyncEnumerable();

    /// <summary>Reads the latest measurements, the newest first.</summary>
    /// <param name="count">The largest number of measurements.</param>
    /// <param name="modelName">The model. Those of all models if it is null.</param>
    /// <param name="monitorId">The monitor that measured. Those of all, and of none, if it is null.</param>
    /// <param name="featureName">The feature. Those of all features if it is null.</param>
    /// <param name="hasDrifted">Whether they mean drift. Both if it is null.</param>
    public IAsyncEnumerable<DriftMetric> StreamRecentAsync(
        int count, string? modelName = null, Guid? monitorId = null, string? featureName = null, bool? hasDrifted = null)
    {
        var metrics = context.DriftMetrics.AsNoTracking();
        if (modelName is not null)
            metrics = metrics.Where(metric => metric.ModelName == modelName);

        if (monitorId is not null)
            metrics = metrics.Where(metric => metric.MonitoringRun!.MonitorId == monitorId);

        if (featureName is not null)
            metrics = metrics.Where(metric => metric.FeatureName == featureName);

        if (hasDrifted is not null)
            metrics = metrics.Where(metric => metric.Drifted == hasDrifted);

        return metrics.OrderByDescending(metric => metric.CreatedAt).ThenByDescending(metric => metric.Id)
            .Take(count)
            .AsAsyncEnumerable();
    }

    private static MlOpsException NotFound(Guid id) => new(MlOpsError.NotFound, $"There is no drift metric {id}.");

    private Task<List<DriftRow>> ReadAsync(DriftQuestion question, CancellationToken cancellationToken) =>
        context.QuerySql<DriftRow>(
            $"""
            SELECT d.feature_name AS "FeatureName", d.segment_name AS "SegmentName", d.segment_kind AS "SegmentKind",
                d.used_method AS "UsedMethod", d.statistic AS "Statistic", d.p_value AS "PValue",
                d.reference_size AS "ReferenceSize", d.current_size AS "CurrentSize", d.bin_edges AS "BinEdges",
                d.categories AS "Categories", d.reference_counts AS "ReferenceCounts", d.current_counts AS "CurrentCounts",
                d.reference_hash AS "ReferenceHash", d.current_hash AS "CurrentHash"
            FROM mlops_drifts(
                {question.ServiceName}, {question.Current.Start}, {question.Current.End}, {question.Reference.Start}, {question.Reference.End},
                {question.Method}, {question.Features?.ToArray()}::text[], {question.SegmentFeature}::text, {question.SegmentCap},
                {question.Edges?.ToArray()}::double precision[],
                hashes => true) AS d
            """).ToListAsync(cancellationToken);
}
