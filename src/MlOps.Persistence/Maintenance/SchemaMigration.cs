using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Adoption;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance;

/// <summary>Applies the migrations of a context.</summary>
internal static class SchemaMigration
{
    /// <summary>Everybody who comes after a waiting ALTER TABLE waits too, so it gives up soon and tries again.</summary>
    public static readonly TimeSpan UsualLockTimeout = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Applies what is pending, creating the database if need be, and returns the names of what was applied. When several
    /// processes do so at once, one migrates, and the others wait and find nothing left to do.
    /// </summary>
    /// <exception cref="MlOpsException">
    /// The database was migrated by a newer version, or has rows that a new foreign key refuses, or its server is too old.
    /// </exception>
    public static Task<IReadOnlyList<string>> RunAsync(MlOpsDbContext context, CancellationToken cancellationToken = default) =>
        RunToAsync(context, null, UsualLockTimeout, cancellationToken);

    /// <summary>The same, up to a migration; all of them if it is null.</summary>
    public static Task<IReadOnlyList<string>> RunToAsync(
        MlOpsDbContext context, string? last, TimeSpan lockTimeout, CancellationToken cancellationToken) =>
        RunToAsync(context, last, lockTimeout, null, cancellationToken);

    /// <summary>The same. It says once no other process migrates.</summary>
    /// <exception cref="MlOpsException">The database has a newer migration than the last one, and lacks one of those up to it.</exception>
    public static async Task<IReadOnlyList<string>> RunToAsync(
        MlOpsDbContext context, string? last, TimeSpan lockTimeout, Action? onceItsTurn, CancellationToken cancellationToken)
    {
        await EnsureDatabaseAsync(context, cancellationToken).ConfigureAwait(false);
        return await MigrationLock.RunAsync(
            context,
            async token =>
            {
                onceItsTurn?.Invoke();
                return await LockRetry.Pipeline.ExecuteAsync(
                    async attempt => await MigrateAsync(context, last, lockTimeout, attempt).ConfigureAwait(false), token)
                    .ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<string>> MigrateAsync(
        MlOpsDbContext context, string? last, TimeSpan lockTimeout, CancellationToken cancellationToken)
    {
        RefuseOld(((NpgsqlConnection)context.Database.GetDbConnection()).PostgreSqlVersion);
        var (applied, pending) = await DeclaredMigrations.ListAsync(context, last, cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
            await LimitWaitsAsync(context, lockTimeout, cancellationToken).ConfigureAwait(false);

        try
        {
            if (pending.Count == DeclaredMigrations.Of(context).Count
                && await SchemaAdoption.TryRunAsync(context, cancellationToken).ConfigureAwait(false) is { } adopted)
                return adopted;

            DeclaredMigrations.RefuseUnknown(context, applied);
            DeclaredMigrations.RefuseNewer(applied, pending, last);
            if (pending.Count > 0)
                await context.Database.MigrateAsync(last, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.ForeignKeyViolation)
        {
            throw new MlOpsException(
                MlOpsError.OrphanRows,
                $"Table {e.SchemaName}.{e.TableName} has rows for which the new foreign key {e.ConstraintName} finds nothing to refer " +
                "to, so the migration that adds it was rolled back. Delete these rows or add the missing ones, and migrate again.",
                e);
        }

        return pending;
    }

    /// <summary>Lets the session wait for no lock longer than that.</summary>
    public static Task LimitWaitsAsync(MlOpsDbContext context, TimeSpan lockTimeout, CancellationToken cancellationToken) =>
        // 0 would be no limit.
        context.ExecuteSchemaAsync(
            string.Create(CultureInfo.InvariantCulture, $"SET lock_timeout = {Math.Max(1, (long)lockTimeout.TotalMilliseconds)}"),
            cancellationToken);

    internal static void RefuseOld(Version server)
    {
        if (server.Major < ServerVersion.Oldest)
            throw new MlOpsException(
                MlOpsError.DatabaseUnavailable,
                $"The server is PostgreSQL {server}, but MlOps needs {ServerVersion.Oldest} or newer. Upgrade it, or use another server.");
    }

    private static async Task EnsureDatabaseAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (await creator.ExistsAsync(cancellationToken).ConfigureAwait(false))
            return;

        try
        {
            await creator.CreateAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // Another process has created it, which is just as good.
        }
    }
}
