using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>The database into which a backup is restored. It must not have a row in any table of the model.</summary>
internal sealed class RestoreTarget(MlOpsDbContext context, BackupManifest manifest)
{
    // A table whose rows were deleted, or whose insert was rolled back, has a size too.
    private const string FirstWithRows =
        """
        WITH RECURSIVE parts AS (
            SELECT name, place, name::regclass::oid AS oid FROM unnest($1::text[]) WITH ORDINALITY AS named (name, place)
            UNION ALL
            SELECT name, place, inhrelid FROM parts JOIN pg_inherits ON inhparent = parts.oid
        )
        SELECT name FROM parts JOIN pg_class AS c ON c.oid = parts.oid AND relkind = 'r'
        WHERE pg_relation_size(c.oid) > 0 ORDER BY place LIMIT 1
        """;

    private const string Migrations =
        $"""SELECT "MigrationId"::text FROM {MlOpsDbContextOptionsExtensions.HistoryTable} ORDER BY 1 """;

    private readonly string? _records = BackupTables.FindSliceRecords(context);

    /// <summary>Looks at the database, if it exists, without a lock that anybody would wait for.</summary>
    /// <exception cref="MlOpsException">The backup cannot be restored into it.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        if (!await context.GetService<IRelationalDatabaseCreator>().ExistsAsync(cancellationToken).ConfigureAwait(false))
            return;

        var session = await BackupSession.OpenAsync(context, cancellationToken).ConfigureAwait(false);
        await using (session.ConfigureAwait(false))
        {
            RequireNotOlder(session);
            await RequireEmptyAsync(
                session, await ListTablesAsync(session, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if ((await SourceCatalogue.FindExistingAsync(
                session, [MlOpsDbContextOptionsExtensions.HistoryTable], cancellationToken).ConfigureAwait(false)).Count > 0)
                await RequireNotMigratedFurtherAsync(session, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The tables of the model, and of the backup, that the database has. The records of slices are not among them.</summary>
    public async Task<IReadOnlyList<string>> ListTablesAsync(BackupSession session, CancellationToken cancellationToken)
    {
        var tables = BackupTables.Of(context, BackupScope.All);
        var names = tables.Names.Concat(tables.ListSetAside()).Concat(tables.ListArchives())
            .Concat(manifest.Tables.Select(table => table.Name));
        return await SourceCatalogue.FindExistingAsync(session, names.Distinct().Where(name => name != _records), cancellationToken)
            .ConfigureAwait(false);
    }

    /// <exception cref="MlOpsException">A table has rows, or had some.</exception>
    public static async Task RequireEmptyAsync(
        BackupSession session, IReadOnlyList<string> tables, CancellationToken cancellationToken)
    {
        var found = await session.ListAsync(FirstWithRows, reader => reader.GetString(0), [tables.ToArray()], cancellationToken)
            .ConfigureAwait(false);
        if (found is [var table])
            throw new MlOpsException(
                MlOpsError.TargetNotEmpty,
                $"Database '{session.Connection.Database}' is not empty: {table} has rows, or had some. Name a database that does not " +
                "exist yet, or one without tables. 'mlops migrate' is not needed before a restore, and adds rows.");
    }

    /// <exception cref="MlOpsException">The server is older than the one of the backup.</exception>
    public void RequireNotOlder(BackupSession session)
    {
        var server = session.Connection.PostgreSqlVersion;
        if (Version.TryParse(manifest.ServerVersion, out var written) && server.Major < written.Major)
            throw new MlOpsException(
                MlOpsError.DatabaseUnavailable,
                $"The backup is of PostgreSQL {written}, and the server is PostgreSQL {server}. Restore it into {written.Major} or newer.");
    }

    private async Task RequireNotMigratedFurtherAsync(BackupSession session, CancellationToken cancellationToken)
    {
        var applied = await session.ListAsync(Migrations, reader => reader.GetString(0), [], cancellationToken).ConfigureAwait(false);
        if (applied.Except(manifest.Migrations).FirstOrDefault() is { } other)
            throw new MlOpsException(
                MlOpsError.TargetNotEmpty,
                $"Database '{session.Connection.Database}' has the migration {other}, which the backup does not have. Name a database " +
                "that does not exist yet, or one without tables.");
    }
}
