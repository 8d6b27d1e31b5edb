using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Archives;

/// <summary>A slice stays where it is while something is in the way.</summary>
[StandardNames("It reads tables of the archive by their names.")]
public class ArchiveObstacleTests(TestDatabase database) : ArchiveTest(database)
{
    [Fact]
    public async Task A_reader_in_the_way_is_named_and_nothing_moves()
    {
        await using var reader = Database.CreateReaderContext();
        await using var transaction = await reader.Database.BeginTransactionAsync();
        await CountAsync(reader, "ml_predictions");
        var pid = await reader.Database.SqlQuery<int>($"SELECT pg_backend_pid() AS \"Value\"").SingleAsync();
        var obstacles = new List<string>();
        await using var owner = Database.CreateOwnerContext();
        var archive = new SliceArchive(owner) { Patience = TimeSpan.FromMilliseconds(500), Obstacles = new Heard(obstacles) };
        var error = await Assert.ThrowsAsync<MlOpsException>(() => archive.ArchiveAsync(Root, Name));
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.Contains($"process {pid} of the login", error.Message, StringComparison.Ordinal);
        Assert.True(obstacles.Count > 1);
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));

        await transaction.DisposeAsync();
        Assert.True(await archive.ArchiveAsync(Root, Name));
    }

    [Fact]
    public async Task Of_two_at_once_one_moves_it()
    {
        Assert.Single(await Task.WhenAll(ArchiveAsync(), ArchiveAsync()), hasMoved => hasMoved);
        Assert.Single(await Task.WhenAll(RestoreAsync(), RestoreAsync()), hasMoved => hasMoved);
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task Writers_do_not_notice_that_old_slices_move()
    {
        using var stop = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(async () =>
        {
            await using var context = Database.CreateContext();
            while (!stop.IsCancellationRequested)
            {
                await context.BulkInsertAsync([Build.OraclePrediction(written, Sample.Noon)], CancellationToken.None);
                written++;
            }
        });
        for (var i = 0; i < 5; i++)
        {
            await ArchiveAsync();
            await RestoreAsync();
        }

        await stop.CancelAsync();
        await writing;
        Assert.True(written > 0);
        Assert.Equal(written + 2, await Database.CountAsync("oracle_ml_predictions"));
    }

    [Fact]
    public async Task A_table_that_refers_to_its_rows_keeps_it()
    {
        await Database.ExecuteAsync(
            "CREATE TABLE IF NOT EXISTS reviews (tenant uuid, prediction uuid, CONSTRAINT fk_reviews FOREIGN KEY (tenant, prediction) " +
            "REFERENCES ml_predictions (tenant_id, id)); INSERT INTO reviews SELECT tenant_id, id FROM ml_predictions");
        try
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(ArchiveAsync);
            Assert.Equal(MlOpsError.Conflict, error.Error);
            Assert.Contains("since rows of reviews refer to it", error.Message, StringComparison.Ordinal);
            Assert.Equal(2, await Database.CountAsync("ml_predictions"));
        }
        finally
        {
            await Database.ExecuteAsync("DROP TABLE reviews");
        }

        Assert.True(await ArchiveAsync());
    }

    [Theory]
    [InlineData("ml_models", "2026_01", "'ml_models' is not the first table of slices")]
    [InlineData(Root, "2026_13", "'2026_13' does not name a slice of ml_predictions")]
    [InlineData(Root, "1999_01", "There is no slice 1999_01 of ml_predictions")]
    [InlineData(Root, "2199_01", "still takes rows")]
    public async Task What_cannot_move_is_refused(string table, string name, string expected)
    {
        await using var context = Database.CreateOwnerContext();
        var archive = new SliceArchive(context);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => archive.ArchiveAsync(table, name));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        if (name != "2199_01")
            await Assert.ThrowsAsync<MlOpsException>(() => archive.RestoreAsync(table, name));
    }

    [Fact]
    public async Task A_column_that_the_live_table_has_got_since_is_added_to_the_archive_and_to_its_view()
    {
        await ArchiveAsync();
        await Database.ExecuteAsync("ALTER TABLE oracle_ml_predictions ADD COLUMN added int NOT NULL DEFAULT 7");
        try
        {
            await using var owner = Database.CreateOwnerContext();
            await new SliceArchive(owner).UpdateAsync(CancellationToken.None);
            Assert.Equal(
                14, await Database.ScalarAsync<long>("SELECT sum(added) FROM archive.v_oracle_ml_predictions"));
            Assert.True(await RestoreAsync());
            Assert.True(await ArchiveAsync());
        }
        finally
        {
            await Database.ExecuteAsync(
                "DROP VIEW archive.v_oracle_ml_predictions; ALTER TABLE oracle_ml_predictions DROP COLUMN added");
        }

        var error = await Assert.ThrowsAsync<MlOpsException>(RestoreAsync);
        Assert.Contains("A migration has changed one of both", error.Message, StringComparison.Ordinal);
        await Database.ExecuteAsync(
            "DROP VIEW archive.v_oracle_ml_predictions; ALTER TABLE archive.oracle_ml_predictions DROP COLUMN added");
        Assert.True(await RestoreAsync());
    }

    private static async Task<long> CountAsync(MlOpsDbContext context, string from) =>
        await context.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM {from}").SingleAsync();

    private sealed class Heard(List<string> obstacles) : IProgress<string>
    {
        public void Report(string value) => obstacles.Add(value);
    }
}
