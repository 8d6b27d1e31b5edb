using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Maintenance;

/// <summary>Brings a database to the schema of this version.</summary>
public static class SchemaMigration
{
    /// <summary>Applies what is pending, creating the database if need be, and returns the names of what was applied.</summary>
    /// <exception cref="MlOpsException">The database was migrated by a newer version.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(MlOpsDbContext context, CancellationToken cancellationToken = default)
    {
        var pending = await PendingAsync(context, cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);

        return pending;
    }

    private static async Task<IReadOnlyList<string>> PendingAsync(
        MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var known = context.Database.GetMigrations().ToList();
        var applied = await AppliedAsync(context, cancellationToken).ConfigureAwait(false);
        var unknown = applied.Except(known).ToList();
        if (unknown.Count > 0)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"The database was migrated by a newer version of MlOps: it has '{string.Join("', '", unknown)}', which this " +
                $"version does not know. Update MlOps, or use another database.");

        return [.. known.Except(applied)];
    }

    private static async Task<IEnumerable<string>> AppliedAsync(
        MlOpsDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Database.GetAppliedMigrationsAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            return []; // The database itself is yet to be created.
        }
    }
}
