using Microsoft.EntityFrameworkCore;
using MlOps.Persistence;
using Npgsql;

namespace MlOps.Migrator.Demo;

/// <summary>Keeps the demo's invented data out of a database that has other data, before anything is written to it.</summary>
internal static class DemoGuard
{
    // The history alone is nothing: another demo may be about to migrate, or have been killed before it did.
    private const string TableCount =
        $"""
        SELECT count(*) AS "Value" FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE relkind IN ('r', 'p') AND nspname NOT LIKE 'pg\_%' AND nspname <> 'information_schema'
          AND relname <> '{MlOpsDbContextOptionsExtensions.HistoryTable}'
        """;

    public static async Task RefuseForeignDataAsync(
        MlOpsDbContext context, string target, CancellationToken cancellationToken)
    {
        if (await IsEmptyAsync(context, cancellationToken) || await IsOursAsync(context, cancellationToken))
            return;

        throw new MlOpsException(
            MlOpsError.Configuration,
            $"The {target} holds other things than the demo's, and the demo would mix its own into them. Name an empty database.");
    }

    /// <summary>Whether there is no table at all.</summary>
    public static async Task<bool> IsEmptyAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Database.SqlQueryRaw<long>(TableCount).SingleAsync(cancellationToken) == 0;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return true; // The database is yet to be created.
        }
    }

    // What a killed run leaves is ours too: a schema without models.
    private static async Task<bool> IsOursAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        if (!(await context.Database.GetAppliedMigrationsAsync(cancellationToken)).Any())
            return false;

        var ours = DemoService.All.Select(service => service.ModelName).ToList();
        return await context.Models.AllAsync(model => ours.Contains(model.Name), cancellationToken)
            && (await context.Models.AnyAsync(cancellationToken) || !await context.Predictions.AnyAsync(cancellationToken));
    }
}
