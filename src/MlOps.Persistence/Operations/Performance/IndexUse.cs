using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Alerts;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>The large indexes that no query has used since the server began to count, and that keep nothing unique.</summary>
internal sealed class IndexUse : IPerformancePart
{
    // A smaller one costs nothing that anybody would notice.
    public long LeastBytes { get; init; } = 10_000_000;

    public string Check => "unused indexes";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var unused = await context.QuerySql<Found>(
            $"""
            SELECT u.indexname::text AS "Name", u.tablename::text AS "TableName", u.size_bytes AS "Bytes",
                format('DROP INDEX %s%I.%I', CASE WHEN c.relkind = 'i' THEN 'CONCURRENTLY ' END, u.schemaname, u.indexname) AS "Drop",
                (SELECT stats_reset FROM pg_stat_database WHERE datname = current_database()) AS "Since"
            FROM {context.GetView("v_index_usage")} u
            JOIN pg_namespace n ON n.nspname = u.schemaname
            JOIN pg_class c ON c.relname = u.indexname AND c.relnamespace = n.oid
            WHERE u.index_scans = 0 AND NOT u.is_unique AND u.size_bytes >= {LeastBytes}
            ORDER BY u.size_bytes DESC, u.indexname
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (unused.Count == 0)
            return [new PerformanceFinding(Check, "", $"No index of {Shown.Number(LeastBytes / 1e6)} MB or more is unused.")];

        var ofModel = context.Model.GetEntityTypes().SelectMany(type => type.GetIndexes()).Select(index => index.GetDatabaseName())
            .ToHashSet(StringComparer.Ordinal);
        var view = context.GetView("v_index_usage");
        return unused.ConvertAll(index => Describe(index, ofModel.Contains(index.Name) ? view : null));
    }

    // The view, for an index of the model.
    private PerformanceFinding Describe(Found index, SqlFragment? view)
    {
        var since = index.Since is { } reset ? $"since {Shown.Time(reset)}" : "since the database was made";
        return new PerformanceFinding(
            Check,
            index.Name,
            $"No query has used it {since}. It has {Shown.Number(index.Bytes / 1e6)} MB of {index.TableName}.",
            view is not null
                ? "It is an index of the model. If none of your queries needs it after a month, remove it there and add a migration."
                : "It costs time with each write. Drop it if a month of all queries did not use it.",
            view is not null ? $"SELECT * FROM {view.Sql} WHERE indexname = {SqlNames.Literal(index.Name)}" : index.Drop);
    }

    internal sealed record Found(string Name, string TableName, long Bytes, string Drop, DateTimeOffset? Since);
}
