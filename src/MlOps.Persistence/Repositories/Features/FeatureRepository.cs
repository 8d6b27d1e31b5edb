using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Persistence.Ingestion;

namespace MlOps.Persistence.Repositories.Features;

/// <summary>The catalogue of features and their values, each with the time from which it is true and since when it is known.</summary>
public sealed class FeatureRepository(MlOpsDbContext context)
{
    // A statement for so many points: long enough for the way to the server not to count, short enough to stream.
    private const int ChunkSize = 2_000;

    public void Add(Feature feature) => context.Features.Add(feature);

    public Task<Feature?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.Features.SingleOrDefaultAsync(feature => feature.Name == name, cancellationToken);

    /// <summary>The catalogue, by name.</summary>
    public IAsyncEnumerable<Feature> StreamAsync(FeatureStatus status) =>
        context.Features.AsNoTracking().Where(feature => feature.Status == status).OrderBy(feature => feature.Name).AsAsyncEnumerable();

    /// <summary>Stores values by COPY: all or none. They are not tracked afterwards.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IEnumerable<FeatureValue> values, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(values, cancellationToken);

    /// <summary>The same for a stream of any length, in constant memory and one transaction.</summary>
    /// <returns>How many were stored.</returns>
    public Task<long> BulkInsertAsync(IAsyncEnumerable<FeatureValue> values, CancellationToken cancellationToken = default) =>
        context.BulkInsertAsync(values, cancellationToken);

    /// <summary>
    /// How entities were at one time, as far as that was known at another: the latest value that was true then and known
    /// then. What became known later is never seen. One statement.
    /// </summary>
    /// <param name="entityIds">The entities; the answer has their order.</param>
    /// <param name="featureNames">The features; each answer has their order.</param>
    /// <param name="eventTime">The time that is asked about.</param>
    /// <param name="knownAt">The time whose knowledge is asked for.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<IReadOnlyList<FeatureVector>> ValuesAsOfAsync(
        IEnumerable<string> entityIds,
        IReadOnlyList<string> featureNames,
        DateTimeOffset eventTime,
        DateTimeOffset knownAt,
        CancellationToken cancellationToken = default) =>
        ReadAsync([.. entityIds.Select(id => new FeaturePoint(id, eventTime, knownAt))], featureNames, cancellationToken);

    /// <summary>
    /// A training set: for each point, of any number, what was known then. In the order of the points and in constant memory.
    /// </summary>
    public async IAsyncEnumerable<FeatureVector> StreamTrainingSetAsync(
        IAsyncEnumerable<FeaturePoint> points,
        IReadOnlyList<string> featureNames,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var chunk in points.Chunk(ChunkSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            foreach (var vector in await ReadAsync(chunk, featureNames, cancellationToken).ConfigureAwait(false))
                yield return vector;
        }
    }

    private async Task<IReadOnlyList<FeatureVector>> ReadAsync(
        FeaturePoint[] points, IReadOnlyList<string> featureNames, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        if (points.Length == 0)
            return [];

        string[] entities = [.. points.Select(point => point.EntityId)];
        DateTimeOffset[] eventTimes = [.. points.Select(point => point.EventTime)];
        DateTimeOffset[] knownAts = [.. points.Select(point => point.KnownAt)];
        string[] names = [.. featureNames];
        // An id holds the time at which its value became known: later slices are left out.
        var end = Uuid7.Lowest(knownAts.Max().AddMilliseconds(1));
        var rows = await context.Database.SqlQuery<string?[]>(
            $"""
            SELECT ARRAY(
                SELECT (
                    SELECT v.value::text FROM ml_feature_store v
                    WHERE v.tenant_id = {context.TenantId} AND v.feature_name = n.name AND v.entity_id = p.entity_id
                        AND v.event_time <= p.event_time AND v.known_at <= p.known_at AND v.id < {end}
                    ORDER BY v.event_time DESC, v.known_at DESC, v.id DESC LIMIT 1)
                FROM unnest({names}) WITH ORDINALITY AS n(name, number) ORDER BY n.number) AS "Value"
            FROM unnest({entities}, {eventTimes}, {knownAts}) WITH ORDINALITY AS p(entity_id, event_time, known_at, number)
            ORDER BY p.number
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. points.Zip(rows, (point, row) => new FeatureVector(point, [.. row.Select(Parse)]))];
    }

    private static Json? Parse(string? text) => text is null ? null : Json.FromDatabase(text);
}
