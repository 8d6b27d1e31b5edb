using MlOps.Persistence.Operations.Backup;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations.Backup;

[StandardNames("It runs the migrations of the library.")]
public sealed class BackupRoundTripTests(TestServer server, TestDatabase database) : BackupTest(server, database)
{
    [Fact]
    public async Task All_rows_of_all_tenants_come_back_as_they_were()
    {
        await PopulateAsync();
        // What no entity lets through is a value of the column all the same.
        await Database.ExecuteAsync(
            """
            UPDATE ml_predictions SET features = ARRAY['NaN', '-Infinity', '-0', NULL]::float8[] WHERE features IS NOT NULL;
            UPDATE ml_health_snapshots SET created_at = 'infinity' WHERE id = (SELECT min(id::text)::uuid FROM ml_health_snapshots)
            """);
        var before = await TableContents.ReadAsync(Database.OwnerDataSource);
        Assert.Empty(before.Where(line => line.Contains(" 0 ", StringComparison.Ordinal)).Select(line => line.Split(' ')[0])
            .Except(["ml_logins", "ml_access_tokens", "ml_writers"]));

        var backup = await CreateAsync(new BackupOptions(Backups) { Parallel = 3 });
        Assert.Null(backup.Fault);
        Assert.Empty(await BackupVerification.CheckFilesAsync(backup));
        Assert.Equal(2, backup.Manifest!.Tenants);
        Assert.Contains(backup.Manifest.Chains, chain => chain.TenantId == Other);
        var target = await CreateTargetAsync();
        var restored = await RestoreAsync(backup, target);

        Assert.Equal(before, await ReadAsync(target));
        Assert.Equal(backup.Manifest.Rows, restored.Rows);
        // Policies, triggers and slices too: the same as those of the database that was backed up.
        Assert.Equal(await SchemaCatalogue.ReadAsync(Database.OwnerDataSource), await SchemaCatalogue.ReadAsync(target));
        await using var dataSource = NpgsqlDataSource.Create(target);
        Assert.Empty(await dataSource.ColumnAsync(
            "SELECT tgname::text FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'O'"));
        // Another one writes the same rows.
        var again = await CreateAsync(connection: target);
        Assert.Equal(
            backup.Manifest.Tables.Select(table => (table.Name, table.Rows, table.RowsHash)),
            again.Manifest!.Tables.Select(table => (table.Name, table.Rows, table.RowsHash)));

        Assert.Empty(await VerifyAsync(backup));
    }
}
