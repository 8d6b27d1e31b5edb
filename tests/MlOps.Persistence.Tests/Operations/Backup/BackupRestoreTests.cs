using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Operations.Backup;
using MlOps.Persistence.Tests.Maintenance.Adoption;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations.Backup;

[StandardNames("It runs the migrations of the library.")]
[OneVersionIsEnough]
public sealed class BackupRestoreTests(TestServer server, TestDatabase database) : BackupTest(server, database)
{
    [Fact]
    public async Task A_database_with_a_row_of_any_tenant_is_refused_and_stays_as_it_is()
    {
        await PopulateAsync();
        var backup = await CreateAsync();
        var target = await CreateTargetAsync();
        await using (var dataSource = NpgsqlDataSource.Create(target))
        await using (var context = Server.CreateContext(dataSource, Other))
        {
            await new SchemaUpgrade(context).MigrateAsync();
            context.Add(Build.Prediction(at: Sample.Noon));
            await context.SaveChangesAsync();
        }

        var before = await ReadAsync(target);
        foreach (var isDryRun in (bool[])[true, false])
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(
                () => isDryRun ? CheckAsync(backup, target) : RestoreAsync(backup, target));
            Assert.Equal(MlOpsError.TargetNotEmpty, error.Error);
            Assert.Contains("is not empty: ml_", error.Message, StringComparison.Ordinal);
        }

        Assert.Equal(before, await ReadAsync(target));
    }

    [Fact]
    public async Task A_dry_run_makes_nothing_and_a_missing_database_is_created()
    {
        await PopulateAsync();
        var backup = await CreateAsync(new BackupOptions(Backups) { Scope = BackupScope.Critical });
        var target = await CreateTargetAsync();
        await CheckAsync(backup, target);
        Assert.Empty(await ReadAsync(target));

        await Server.DropDatabaseAsync(target);
        await CheckAsync(backup, target);
        var restored = await RestoreAsync(backup, target);
        Assert.Equal(backup.Manifest!.Rows, restored.Rows);
    }

    [Fact]
    public async Task What_was_interrupted_leaves_no_row_and_is_completed_by_the_next_run()
    {
        await PopulateAsync();
        var backup = await CreateAsync();
        var target = await CreateTargetAsync();
        await using var dataSource = NpgsqlDataSource.Create(target);
        await using var context = Server.CreateContext(dataSource);
        using var ending = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new BackupRestore(context).RunAsync(
            backup,
            new Watcher(seen =>
            {
                if (seen.Text.StartsWith("ml_predictions", StringComparison.Ordinal))
                    ending.Cancel();
            }),
            ending.Token));
        Assert.Empty(await dataSource.ColumnAsync("SELECT id::text FROM ml_models UNION ALL SELECT id::text FROM ml_predictions"));

        await RestoreAsync(backup, target);
        Assert.Equal(await TableContents.ReadAsync(Database.OwnerDataSource), await ReadAsync(target));
    }

    [Fact]
    public async Task Of_two_at_once_one_restores_and_the_other_is_refused()
    {
        await PopulateAsync();
        var backup = await CreateAsync();
        var target = await CreateTargetAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ =>
        {
            try
            {
                await RestoreAsync(backup, target);
                return null;
            }
            catch (MlOpsException e)
            {
                return (MlOpsError?)e.Error;
            }
        }));
        Assert.Single(results, result => result is null);
        Assert.Contains(
            results.Single(result => result is not null)!.Value, (MlOpsError[])[MlOpsError.Conflict, MlOpsError.TargetNotEmpty]);
        Assert.Equal(await TableContents.ReadAsync(Database.OwnerDataSource), await ReadAsync(target));
    }

    [Fact]
    public async Task An_owner_who_is_no_superuser_restores_all_tenants()
    {
        await PopulateAsync();
        var backup = await CreateAsync();
        await using var owner = await PlainOwner.CreateAsync(Server);
        await RestoreAsync(backup, owner.ConnectionString);
        var target = new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString)
        {
            Database = new NpgsqlConnectionStringBuilder(owner.ConnectionString).Database,
            Pooling = false,
        };
        Assert.Equal(await TableContents.ReadAsync(Database.OwnerDataSource), await ReadAsync(target.ConnectionString));
        // And the policies hold for the owner again.
        Assert.Equal(0, await owner.ScalarAsync<long>("SELECT count(*) FROM ml_models", tenant: Guid.CreateVersion7()));
    }

    [Fact]
    public async Task Rows_that_were_set_aside_are_in_it()
    {
        var connection = await Server.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(connection);
        await using (var context = Server.CreateContext(source))
            await context.ExecuteSchemaAsync(MisplacedRows.CreateStore(
                SlicedAggregate.AllOf(context).Single(aggregate => aggregate.Root == "ml_predictions")), default);

        await using (var command = source.CreateCommand("INSERT INTO ml_predictions_aside VALUES ('ml_predictions', '{\"a\": 1}')"))
            await command.ExecuteNonQueryAsync();

        var target = await CreateTargetAsync();
        await RestoreAsync(await CreateAsync(connection: connection), target);
        Assert.Equal(await TableContents.ReadAsync(source), await ReadAsync(target));
        await Server.DropDatabaseAsync(connection);
    }

    [Fact]
    public async Task A_newer_program_restores_at_the_migration_of_the_backup_and_then_migrates()
    {
        await PopulateAsync();
        var backup = await CreateAsync();
        var target = await CreateTargetAsync();
        await using var dataSource = NpgsqlDataSource.Create(target);
        await using var context = Server.CreateContext(dataSource);
        await using var later = LaterLibrary.CreateBeside(context);
        var restored = await new BackupRestore(later).RunAsync(backup);

        Assert.Equal([LaterLibrary.Last], restored.PendingMigrations);
        var before = WithoutSlices(await TableContents.ReadAsync(Database.OwnerDataSource));
        Assert.Equal(before, WithoutSlices(await ReadAsync(target)));
        Assert.Equal(
            backup.Manifest!.Migrations, await dataSource.ColumnAsync("SELECT \"MigrationId\"::text FROM mlops_migrations_history"));

        // The rows wait for their slices, which can be made.
        Assert.Equal([LaterLibrary.Last], await new SchemaUpgrade(later).MigrateAsync());
        Assert.NotEmpty(await dataSource.ColumnAsync("SELECT id::text FROM ml_predictions_default WHERE created_at >= '2026-03-01'"));
        await new SliceMaintenance(later).EnsureAsync(Sample.Noon, Sample.Noon);
        Assert.Empty(await dataSource.ColumnAsync("SELECT id::text FROM ml_predictions_default WHERE created_at >= '2026-03-01'"));
        Assert.Equal(before, WithoutSlices(await ReadAsync(target)));

        static IEnumerable<string> WithoutSlices(IEnumerable<string> tables) =>
            tables.Where(line => !line.StartsWith("ml_slices ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_killed_verification_left_is_dropped_by_the_next_one()
    {
        var backup = await CreateAsync(new BackupOptions(Backups) { Scope = BackupScope.Critical });
        var (left, used) = ($"mlops_verify_{Guid.NewGuid():N}", $"mlops_verify_{Guid.NewGuid():N}");
        await Database.ExecuteAsync($"CREATE DATABASE {left}");
        await Database.ExecuteAsync($"CREATE DATABASE {used}");
        await using (var session = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.OwnerConnectionString)
        {
            ApplicationName = used,
            Pooling = false,
        }.ConnectionString))
        {
            await session.OpenAsync();
            Assert.Empty(await VerifyAsync(backup));
            Assert.Equal([used], await ListAsync());
        }

        Assert.Empty(await VerifyAsync(backup));
        Assert.Empty(await ListAsync());

        Task<List<string>> ListAsync() => Database.ColumnAsync(
            $"SELECT datname::text FROM pg_database WHERE datname IN ('{left}', '{used}')");
    }

    private async Task CheckAsync(StoredBackup backup, string target)
    {
        await using var dataSource = NpgsqlDataSource.Create(target);
        await using var context = Server.CreateContext(dataSource);
        await new BackupRestore(context).CheckAsync(backup);
    }
}
