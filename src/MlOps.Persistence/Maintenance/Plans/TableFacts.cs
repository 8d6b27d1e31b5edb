using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>What a database knows of a table that a plan names.</summary>
/// <param name="Named">The name in the plan, of the table or of an index on it.</param>
/// <param name="Table">The name of the table.</param>
/// <param name="Bytes">The size of its rows, with those of its partitions.</param>
/// <param name="Filled">The columns that cannot be NULL, or whose CHECK says so.</param>
internal sealed record TableFacts(string Named, string Table, long Bytes, string[] Filled)
{
    /// <summary>Reads them. Names that the database does not have are left out.</summary>
    public static async Task<Dictionary<string, TableFacts>> ReadAsync(
        DbContext context, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var all = names.Distinct().ToArray();
        var found = await context.InTransactionAsync(
            () => context.Database.SqlQuery<TableFacts>(
                $"""
                SELECT named AS "Named", whole.oid::regclass::text AS "Table",
                    coalesce((SELECT sum(pg_table_size(relid)) FROM pg_partition_tree(whole.oid)), pg_table_size(whole.oid))::bigint AS "Bytes",
                    ARRAY(
                        SELECT attname::text FROM pg_attribute
                        WHERE attrelid = whole.oid AND attnum > 0 AND (attnotnull OR EXISTS (
                            SELECT 1 FROM pg_constraint WHERE conrelid = whole.oid AND contype = 'c' AND convalidated
                                AND pg_get_constraintdef(pg_constraint.oid) = format('CHECK ((%I IS NOT NULL))', attname)))) AS "Filled"
                FROM unnest({all}::text[]) AS named
                JOIN pg_class AS relation ON relation.oid = to_regclass(named)
                LEFT JOIN pg_index ON indexrelid = relation.oid
                JOIN pg_class AS whole ON whole.oid = coalesce(indrelid, relation.oid)
                """).ToListAsync(cancellationToken),
            cancellationToken).ConfigureAwait(false);
        return found.ToDictionary(facts => facts.Named);
    }
}
