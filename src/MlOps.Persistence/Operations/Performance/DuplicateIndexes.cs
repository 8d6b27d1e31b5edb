using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Repositories.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Performance;

/// <summary>Indexes on the first columns of another index of the same table, in the same order and for the same rows.</summary>
internal sealed class DuplicateIndexes : IPerformancePart
{
    public string Check => "duplicate indexes";

    public async Task<IReadOnlyList<PerformanceFinding>> MeasureAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var schemas = ModelSchemas.Of(context);
        // The columns, operator classes, collations and directions are lists of numbers, so that one begins with another as texts do.
        var found = await context.QuerySql<Found>(
            $"""
            WITH indexes AS (
                SELECT x.indexrelid, x.indrelid, i.relname, i.relam, n.nspname, i.relkind, t.relname AS tablename, x.indisunique,
                    EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid) AS is_of_constraint,
                    x.indkey::text || ' ' AS columns, x.indclass::text || ' ' AS classes, x.indcollation::text || ' ' AS collations,
                    x.indoption::text || ' ' AS options, pg_get_expr(x.indexprs, x.indrelid) AS expressions,
                    pg_get_expr(x.indpred, x.indrelid) AS predicate, x.indnatts <> x.indnkeyatts AS has_more
                FROM pg_index x
                JOIN pg_class i ON i.oid = x.indexrelid
                JOIN pg_class t ON t.oid = x.indrelid
                JOIN pg_namespace n ON n.oid = i.relnamespace
                WHERE NOT i.relispartition AND x.indisvalid
                    AND n.nspname IN (SELECT coalesce(named, current_schema()) FROM unnest({schemas}) AS named))
            SELECT DISTINCT ON (a.relname) a.relname::text AS "Name", a.tablename::text AS "TableName", b.relname::text AS "Other",
                format('DROP INDEX %s%I.%I', CASE WHEN a.relkind = 'i' THEN 'CONCURRENTLY ' END, a.nspname, a.relname) AS "Drop"
            FROM indexes a
            JOIN indexes b ON b.indrelid = a.indrelid AND b.indexrelid <> a.indexrelid AND b.relam = a.relam
                AND starts_with(b.columns, a.columns) AND starts_with(b.classes, a.classes)
                AND starts_with(b.collations, a.collations) AND starts_with(b.options, a.options)
                AND b.expressions IS NOT DISTINCT FROM a.expressions AND b.predicate IS NOT DISTINCT FROM a.predicate
            WHERE NOT a.is_of_constraint AND NOT a.has_more AND NOT b.has_more AND (NOT a.indisunique OR b.columns = a.columns)
                AND (a.columns <> b.columns OR b.is_of_constraint OR (b.indisunique AND NOT a.indisunique)
                    OR (b.indisunique = a.indisunique AND b.indexrelid < a.indexrelid))
            ORDER BY a.relname, b.relname
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        return found.Count == 0
            ? [new PerformanceFinding(Check, "", "No index has the columns of another.")]
            : found.ConvertAll(index => new PerformanceFinding(
                Check,
                index.Name,
                $"{index.Other}, an index of {index.TableName} as well, begins with its columns.",
                "It costs time with each write, and the other one serves the same queries. If the model has it, remove it there.",
                index.Drop));
    }

    internal sealed record Found(string Name, string TableName, string Other, string Drop);
}
