using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>Recognises that tables were migrated, rewritten or truncated while their rows were copied.</summary>
internal static class DefaultShape
{
    public static Task<string> ReadAsync(DbContext context, SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        var defaults = aggregate.Tables.Select(table => table.Default).ToArray();
        var tables = aggregate.Tables.Select(table => table.Name).Concat(defaults).ToArray();
        return context.Database.SqlQuery<string>(
            $"""
            WITH tables AS (SELECT name::regclass::oid AS id FROM unnest({tables}) AS name)
            SELECT encode(sha256(convert_to(string_agg(part, ' ' ORDER BY part), 'UTF8')), 'hex') AS "Value" FROM (
                SELECT concat_ws(' ', 'file', oid, relfilenode) AS part FROM pg_class
                WHERE oid = ANY (SELECT name::regclass FROM unnest({defaults}) AS name)
                UNION ALL SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, atttypmod, attnotnull, attgenerated, attidentity)
                FROM pg_attribute JOIN tables ON id = attrelid WHERE attnum > 0 AND NOT attisdropped
                UNION ALL SELECT concat_ws(' ', 'constraint', oid, convalidated)
                FROM pg_constraint JOIN tables ON id = conrelid WHERE conparentid = 0
                UNION ALL SELECT concat_ws(' ', 'trigger', tgrelid, tgname, tgenabled)
                FROM pg_trigger JOIN tables ON id = tgrelid WHERE NOT tgisinternal
                UNION ALL SELECT concat_ws(' ', 'index', indexrelid) FROM pg_index JOIN tables ON id = indrelid) parts
            """).SingleAsync(cancellationToken);
    }
}
