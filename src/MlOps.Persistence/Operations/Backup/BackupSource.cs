using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>The rows of a database at one moment.</summary>
internal sealed class BackupSource : IAsyncDisposable
{
    private const string Partitions =
        """
        SELECT relname::text, inhparent <> $1::regclass FROM pg_inherits JOIN pg_class ON oid = inhrelid
        WHERE inhparent IN ($1::regclass, to_regclass($2)) ORDER BY relname
        """;

    private const string Migrations =
        $"""SELECT "MigrationId"::text FROM {MlOpsDbContextOptionsExtensions.HistoryTable} ORDER BY "MigrationId" COLLATE "C" """;

    private readonly MlOpsDbContext _context;
    private readonly BackupScope _scope;
    private readonly BackupTables _declared;
    private readonly BackupSnapshot _snapshot;
    private IReadOnlyList<SourceTable> _found = [];

    private BackupSource(MlOpsDbContext context, BackupScope scope, BackupTables declared, BackupSnapshot snapshot) =>
        (_context, _scope, _declared, _snapshot) = (context, scope, declared, snapshot);

    public string SnapshotId => _snapshot.Id;

    private IReadOnlyList<string> Tables => [.. _found.Select(table => table.Name)];

    /// <summary>Takes the snapshot.</summary>
    /// <exception cref="MlOpsException">The login does not see all rows, or the database has other migrations.</exception>
    public static async Task<BackupSource> OpenAsync(
        MlOpsDbContext context, BackupScope scope, int sessions, CancellationToken cancellationToken)
    {
        var declared = BackupTables.Of(context, scope);
        var snapshot = await BackupSnapshot.TakeAsync(context, declared.Names, sessions, cancellationToken).ConfigureAwait(false);
        var source = new BackupSource(context, scope, declared, snapshot);
        try
        {
            var setAside = await SourceCatalogue.FindExistingAsync(
                snapshot.First, declared.ListSetAside(), cancellationToken).ConfigureAwait(false);
            source._found = await SourceCatalogue.ReadAsync(
                snapshot.First, [.. declared.Names, .. setAside], declared, cancellationToken).ConfigureAwait(false);
            RequireAllRows(source._found);
            return source;
        }
        catch
        {
            await snapshot.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Says what the database has, with tables that have no rows yet.</summary>
    public async Task<BackupManifest> DescribeAsync(CancellationToken cancellationToken)
    {
        var session = _snapshot.First;
        var migrations = await session.ListAsync(Migrations, reader => reader.GetString(0), [], cancellationToken).ConfigureAwait(false);
        RequireSame(migrations);
        var (database, at) = (await session.ListAsync(
            "SELECT current_database()::text, transaction_timestamp()",
            reader => (reader.GetString(0), reader.GetFieldValue<DateTimeOffset>(1)),
            [],
            cancellationToken).ConfigureAwait(false))[0];
        return new BackupManifest
        {
            Format = BackupManifest.CurrentFormat,
            CreatedAt = at,
            Program = typeof(MlOpsDbContext).Assembly.GetName().Version!.ToString(3),
            Database = database,
            ServerVersion = session.Connection.PostgreSqlVersion.ToString(),
            Scope = _scope,
            Method = BackupMethod.Copy,
            Migrations = migrations,
            Tenants = await CountTenantsAsync(cancellationToken).ConfigureAwait(false),
            Tables = [.. _found.Select(table => new BackupTable(table.Name, table.Columns, "", []))],
            Slices = await ListSlicesAsync(cancellationToken).ConfigureAwait(false),
            Sequences = await SourceCatalogue.ReadSequencesAsync(session, Tables, cancellationToken).ConfigureAwait(false),
            Chains = await ReadChainsAsync(_context, session, cancellationToken).ConfigureAwait(false),
        };
    }

    /// <summary>Writes the rows into files.</summary>
    public Task<IReadOnlyList<BackupTable>> CopyAsync(
        string directory, IProgress<BackupProgress>? progress, CancellationToken cancellationToken) =>
        new TableCopies(_snapshot.Sessions, _found, progress).WriteAsync(directory, cancellationToken);

    /// <summary>Reads the heads of all chains of hashes, of all tenants.</summary>
    public static async Task<IReadOnlyList<BackupChain>> ReadChainsAsync(
        DbContext context, BackupSession session, CancellationToken cancellationToken)
    {
        var h = context.GetTable<ChainHead>("h");
        return await session.ListAsync(
            $"""
            SELECT {h[x => x.TenantId]}, {h[x => x.Chain]}, {h[x => x.Position]}, {h[x => x.Hash]} FROM {h}
            ORDER BY {h[x => x.TenantId]}, {h[x => x.Chain]} COLLATE "C"
            """,
            reader => new BackupChain(reader.GetGuid(0), reader.GetString(1), reader.GetInt64(2), reader.GetString(3)),
            [],
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _snapshot.DisposeAsync();

    private void RequireSame(List<string> migrations)
    {
        var known = DeclaredMigrations.Of(_context).Keys.ToList();
        if (migrations.Except(known).FirstOrDefault() is { } unknown)
            throw new MlOpsException(
                MlOpsError.NewerSchema,
                $"The database has the migration {unknown}, which this program does not know. Back it up with the program that " +
                "migrated it.");

        if (known.Except(migrations).FirstOrDefault() is { } pending)
            throw new MlOpsException(
                MlOpsError.DatabaseUnavailable,
                $"The database lacks the migration {pending} of this program. Back it up with the program that migrated it, or run " +
                "'mlops migrate' first.");
    }

    // A policy that hides rows would make an error of each COPY. One is enough, and says what to do.
    private static void RequireAllRows(IReadOnlyList<SourceTable> tables)
    {
        if (tables.SelectMany(table => table.Parts).FirstOrDefault(part => part.IsHidden) is { } hidden)
            throw new MlOpsException(
                MlOpsError.DatabaseUnavailable,
                $"Row-level security hides rows of {hidden.Name} from this login, so the backup would not be complete. Use a superuser, " +
                "or a login for backups: CREATE ROLE backup LOGIN BYPASSRLS PASSWORD '…'; GRANT pg_read_all_data TO backup.");
    }

    private async Task<int> CountTenantsAsync(CancellationToken cancellationToken)
    {
        var tenants = _declared.ListTenantColumns().Select(column => $"SELECT {column.Column} FROM {column.Table}").ToList();
        return tenants.Count == 0
            ? 0
            : (await _snapshot.First.ListAsync(
                $"SELECT count(*)::int FROM ({string.Join(" UNION ", tenants)}) AS tenants",
                reader => reader.GetInt32(0),
                [],
                cancellationToken).ConfigureAwait(false))[0];
    }

    private async Task<IReadOnlyList<BackupSlice>> ListSlicesAsync(CancellationToken cancellationToken)
    {
        var slices = new List<BackupSlice>();
        foreach (var aggregate in _declared.Aggregates)
        {
            var root = aggregate.Tables[0];
            var partitions = await _snapshot.First.ListAsync(
                Partitions,
                reader => (Slice: root.SliceOf(reader.GetString(0)), IsArchived: reader.GetBoolean(1)),
                [root.Name, _declared.FindArchive(root.Name)!],
                cancellationToken).ConfigureAwait(false);
            slices.AddRange(partitions.Where(partition => partition.Slice is not null)
                .Select(partition => new BackupSlice(aggregate.Root, partition.Slice!.Value.Suffix, partition.IsArchived)));
        }

        return slices;
    }
}
