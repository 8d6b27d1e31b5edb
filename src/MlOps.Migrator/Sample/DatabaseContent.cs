using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Migrator.Sample;

/// <summary>What a database holds before invented data is written to it.</summary>
internal static class DatabaseContent
{
    // The history alone is nothing: another run may be about to migrate, or have been killed before it did.
    private const string TableCount =
        $"""
        SELECT count(*) AS "Value" FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
          AND relname <> '{MlOpsDbContextOptionsExtensions.HistoryTable}'
        """;

    // Sizes are read, since the role may lack the right to read the rows. A partition counts for its whole.
    private const string FilledTables =
        $"""
        SELECT DISTINCT whole.relname::text AS "Value" FROM pg_class part JOIN pg_namespace ON pg_namespace.oid = part.relnamespace
        JOIN pg_class whole ON whole.oid = coalesce(pg_partition_root(part.oid), part.oid)
        WHERE part.relkind = 'r' AND pg_relation_size(part.oid) > 0 AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
          AND whole.relname NOT IN ('{MlOpsDbContextOptionsExtensions.HistoryTable}', '__EFMigrationsHistory')
        """;

    /// <summary>Lets a run go on in a database that is empty, or that holds nothing but what such a run writes.</summary>
    /// <param name="context">The database.</param>
    /// <param name="isOurs">Whether the rows in the library's tables are those of such a run. Asked if these tables are there.</param>
    /// <param name="refusal">What the error says if there is anything else.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task RequireOursAsync(
        MlOpsDbContext context, Func<Task<bool>> isOurs, string refusal, CancellationToken cancellationToken)
    {
        if (await IsEmptyAsync(context, cancellationToken))
            return;

        if (!(await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Any()
            || await HasRowsOfOthersAsync(context, cancellationToken)
            || !await isOurs())
        {
            throw new MlOpsException(MlOpsError.Configuration, refusal);
        }
    }

    // A table with rows that the library does not have: one of an application.
    private static async Task<bool> HasRowsOfOthersAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        // Slices are made with the schema, and links with the rows that they are of.
        Type[] made = [typeof(SliceRecord), typeof(ChainLink), typeof(ChainHead)];
        var ours = context.Model.GetEntityTypes()
            .Where(type => type.ClrType.Assembly == typeof(Entity).Assembly || made.Contains(type.ClrType))
            .Select(type => type.GetTableName()).ToHashSet();
        return (await context.Database.SqlQueryRaw<string>(FilledTables).ToListAsync(cancellationToken))
            .Exists(table => !ours.Contains(table));
    }

    private static async Task<bool> IsEmptyAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Database.SqlQueryRaw<long>(TableCount).SingleAsync(cancellationToken) == 0;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return true; // The database does not exist yet.
        }
    }
}
