using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
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

    /// <summary>Whether there is no table at all.</summary>
    public static async Task<bool> IsEmptyAsync(MlOpsDbContext context, CancellationToken cancellationToken)
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
