using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Operations.Backup;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Operations.Backup;

[StandardNames("It reads tables of the archive by their names.")]
public sealed class ArchiveBackupTests(TestServer server, TestDatabase database) : BackupTest(server, database)
{
    private const string Archived =
        "SELECT tableoid::regclass || ' ' || count(*) || ' ' || sum(hashtextextended(p::text, 0)) " +
        "FROM archive.ml_predictions AS p GROUP BY tableoid";

    [Fact]
    public async Task What_is_archived_is_in_it_and_is_archived_again()
    {
        await PopulateAsync();
        await using (var owner = Database.CreateOwnerContext())
        {
            await new SliceMaintenance(owner).CompleteAsync("ml_predictions", "2023_03");
            await new SliceArchive(owner).ArchiveAsync("ml_predictions", "2023_03");
        }

        var before = await Database.ColumnAsync(Archived);
        Assert.StartsWith("archive.ml_predictions_2023_03 2 ", Assert.Single(before), StringComparison.Ordinal);

        var backup = await CreateAsync();
        Assert.Contains(new BackupSlice("ml_predictions", "2023_03", IsArchived: true), backup.Manifest!.Slices);
        Assert.Empty(await VerifyAsync(backup));
        var target = await CreateTargetAsync();
        await RestoreAsync(backup, target);
        await using var dataSource = NpgsqlDataSource.Create(target);
        Assert.Equal(before, await dataSource.ColumnAsync(Archived));

        // Rows of the archive are rows too.
        await using (var command = dataSource.CreateCommand("TRUNCATE ml_predictions CASCADE"))
            await command.ExecuteNonQueryAsync();

        Assert.Equal(
            MlOpsError.TargetNotEmpty, (await Assert.ThrowsAsync<MlOpsException>(() => RestoreAsync(backup, target))).Error);
    }
}
