using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Postgres;

namespace MlOps.Persistence.Repositories.Features;

/// <summary>
/// The catalogue of features, and their values. A value has the time from which it is true, and the time since which it
/// is known.
/// </summary>
public sealed class FeatureRepository(MlOpsDbContext context)
{
    // The points of one statement: enough to hide the time of a round trip, few enough to stream.
    private const int ChunkSize = 2_000;

    /// <summary>Tracks a new feature. SaveChanges stores it.</summary>
    public void Add(Feature feature) => context.Features.Add(feature);

    public Task<Feature?> FindAsync(string name, CancellationToken cancellationToken = default) =>
        context.Features.SingleOrDefaultAsync(feature => feature.Name == name, cancellationToken);

    /// <summary>Reads the features of a status, by name.</summary>
    public IAsyncEnumerable<Feature> StreamAsync(FeatureStatus status) =>
        context.Features.AsNoTracking()
            .Where(feature => feature.Status == status)
            .OrderBy(feature => feature.Name)
            .AsAsyncEnumerable();

    /// <summary>
    /// Reads the state of entities at one time as it was known at another: of each feature the latest value that was
    /// true and known then. A value that became known later is never read. One statement.
    /// </summary>
    /// <param name="entityIds">The entities. The answer has their order.</param>
    /// <param name="featureNames">The features. Each vector has their order.</param>
    /// <param name="eventTime">The time of the state.</param>
    /// <param name="knownAt">The time of the knowledge.</param>
    /// <param name="cancellationToken">Stops the read.</param>
    public Task<IReadOnlyList<FeatureAnswer>> ListVectorsAsync(
        IEnumerable<string> entityIds,
        IReadOnlyList<string> featureNames,
        DateTimeOffset eventTime,
        DateTimeOffset knownAt,
        CancellationToken cancellationToken = default) =>
        ReadAsync(
            [.. entityIds.Select(id => new FeaturePoint(id, eventTime, knownAt))], featureNames, cancellationToken);

    /// <summary>
    /// Reads a training set: for each of any number of points the values that were true and known then. It has the
    /// order of the points, and takes constant memory.
    /// </summary>
    public async IAsyncEnumerable<FeatureAnswer> StreamTrainingSetAsync(
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

    private async Task<IReadOnlyList<FeatureAnswer>> ReadAsync(
        FeaturePoint[] points, IReadOnlyList<string> featureNames, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        if (points.Length == 0)
            return [];

        string[] entities = [.. points.Select(point => point.EntityId)];
        DateTimeOffset[] eventTimes = [.. points.Select(point => point.EventTime)];
        DateTimeOffset[] knownAts = [.. points.Select(point => point.KnownAt)];
        string[] names = [.. featureNames];
        // An id holds the time at which its value became known, so the server skips the slices of later times.
        var end = Uuid7.Lowest(knownAts.Max().AddMilliseconds(1));
        var v = context.GetTable<FeatureValue>("v");
        var rows = await context.QuerySql<string?[]>(
            $"""
            SELECT ARRAY(
                SELECT (
                    SELECT {v[x => x.Value]}::text FROM {v}
                    WHERE {v[x => x.TenantId]} = {context.TenantId}
                        AND {v[x => x.FeatureName]} = n.name AND {v[x => x.EntityId]} = p.entity_id
                        AND {v[x => x.EventTime]} <= p.event_time AND {v[x => x.KnownAt]} <= p.known_at
                        AND {v[x => x.Id]} < {end}
                    ORDER BY {v[x => x.EventTime]} DESC, {v[x => x.KnownAt]} DESC, {v[x => x.Id]} DESC LIMIT 1)
                FROM unnest({names}) WITH ORDINALITY AS n(name, number) ORDER BY n.number) AS "Value"
            FROM unnest({entities}, {eventTimes}, {knownAts})
                WITH ORDINALITY AS p(entity_id, event_time, known_at, number)
            ORDER BY p.number
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. points.Zip(rows, (point, row) => new FeatureAnswer(point, [.. row.Select(Parse)]))];
    }

    private static Json? Parse(string? text) => text is null ? null : Json.FromDatabase(text);
}
