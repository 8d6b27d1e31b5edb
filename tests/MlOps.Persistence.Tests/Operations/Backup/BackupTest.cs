using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Operations.Backup;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations.Backup;

/// <summary>A database with rows of two tenants in every table, and a directory for its backups.</summary>
public abstract class BackupTest(TestServer server, TestDatabase database) : DatabaseTest(database)
{
    protected static readonly Guid Other = Guid.CreateVersion7(Sample.Noon);

    private readonly TestDirectory _directory = new();
    private readonly List<string> _targets = [];

    protected TestServer Server { get; } = server;

    protected string Backups => _directory.Child("backups");

    public override async ValueTask DisposeAsync()
    {
        foreach (var target in _targets)
            await Server.DropDatabaseAsync(target);

        _directory.Dispose();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Stores rows in slices and in default partitions.</summary>
    protected async Task PopulateAsync()
    {
        await using (var owner = Database.CreateOwnerContext())
            await new SliceMaintenance(owner).EnsureAsync(Sample.Noon, Sample.Noon.AddMonths(1));

        foreach (var tenant in (Guid?[])[null, Other])
        {
            await using var context = Database.CreateContext(tenant);
            context.AddRange(Population.Create(tenantId: tenant));
            context.AddRange(Build.Prediction(at: Sample.Noon.AddYears(-3)), Build.SystemMetric(at: Sample.Noon.AddYears(-3)));
            await context.SaveChangesAsync();
        }
    }

    protected async Task<StoredBackup> CreateAsync(BackupOptions? options = null, string? connection = null)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection ?? Database.OwnerConnectionString);
        await using var context = Server.CreateContext(dataSource);
        return (await new DatabaseBackup(context).CreateAsync(options ?? new BackupOptions(Backups))).Backup;
    }

    /// <summary>Creates an empty database, which the test need not drop.</summary>
    protected async Task<string> CreateTargetAsync()
    {
        _targets.Add(await Server.CreateEmptyDatabaseAsync());
        return _targets[^1];
    }

    protected async Task<RestoredBackup> RestoreAsync(StoredBackup backup, string target)
    {
        await using var dataSource = NpgsqlDataSource.Create(target);
        await using var context = Server.CreateContext(dataSource);
        return await new BackupRestore(context).RunAsync(backup);
    }

    protected async Task<IReadOnlyList<string>> VerifyAsync(StoredBackup backup)
    {
        await using var context = Database.CreateOwnerContext();
        return await BackupVerification.RestoreAndCompareAsync(
            backup, context, (dataSource, tenant) => Server.CreateContext(dataSource, tenant));
    }

    protected static async Task<List<string>> ReadAsync(string connection)
    {
        await using var dataSource = NpgsqlDataSource.Create(connection);
        return await TableContents.ReadAsync(dataSource);
    }
}
