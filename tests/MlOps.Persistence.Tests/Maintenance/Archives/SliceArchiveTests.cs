using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Ingestion.Writing;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Postgres;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Archives;

/// <summary>A slice moves to the archive and back as a whole.</summary>
[StandardNames("It reads tables of the archive by their names.")]
public class SliceArchiveTests(TestDatabase database) : ArchiveTest(database)
{
    [Fact]
    public async Task All_that_belongs_to_it_moves_and_no_byte_of_it_is_written_anew()
    {
        var (rows, files) = (await HashesAsync("public"), await FilesAsync());
        Assert.True(await ArchiveAsync());
        Assert.Equal(rows, await HashesAsync("archive"));
        Assert.Equal(files, await FilesAsync());
        foreach (var table in Tables)
            Assert.Equal(0, await Database.CountAsync($"public.{table}"));

        await using var owner = Database.CreateOwnerContext();
        var slice = Assert.Single(await new SliceArchive(owner).ListAsync(), slice => slice.Name == Name);
        Assert.Equal((Root, Tables.Length, $"{Month:yyyy-MM}-01"), (slice.Root, slice.Tables, $"{slice.StartsAt:yyyy-MM-dd}"));
        Assert.NotNull((await owner.Set<SliceRecord>().SingleAsync(record => record.Root == Root && record.Name == Name)).GoneAt);

        Assert.True(await RestoreAsync());
        Assert.Equal(rows, await HashesAsync("public"));
        Assert.Equal(files, await FilesAsync());
        Assert.Null(
            (await owner.Set<SliceRecord>().AsNoTracking().SingleAsync(record => record.Root == Root && record.Name == Name)).GoneAt);
        Assert.DoesNotContain(await new SliceArchive(owner).ListAsync(), slice => slice.Name == Name);
    }

    [Fact]
    public async Task What_was_restored_takes_rows_labels_and_deletions_as_before()
    {
        var before = await ShapeAsync();
        await ArchiveAsync();
        await RestoreAsync();
        Assert.Equal(before, await ShapeAsync());

        await using var context = Database.CreateContext();
        var added = Build.OraclePrediction(3, Month);
        await context.BulkInsertAsync([added]);
        Assert.Empty((await new PredictionRepository(context).BulkLabelAsync([new Label(added.Id, 1, Month)])).Refused);
        Assert.Equal(0, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(2, await context.Predictions.CountAsync());
        await Database.ExecuteAsync($"DELETE FROM ml_predictions WHERE id = '{added.Id}'");
        Assert.Equal(2, await Database.CountAsync("oracle_ml_predictions"));
    }

    [Fact]
    public async Task What_is_archived_is_read_by_its_tenant_and_changed_by_nobody()
    {
        await ArchiveAsync();
        foreach (var context in (MlOpsDbContext[])[Database.CreateContext(), Database.CreateReaderContext(OtherTenant)])
        {
            await using var reading = context;
            Assert.Equal(1, await CountAsync(context, "archive.ml_predictions"));
            Assert.Equal(1, await CountAsync(context, "archive.ml_feedback"));
            Assert.Equal(1, await CountAsync(context, "archive.v_ml_predictions"));
        }

        await using var app = Database.CreateContext();
        foreach (var statement in (string[])
        [
            "DELETE FROM archive.ml_predictions", "UPDATE archive.ml_predictions SET confidence = 0",
            $"DELETE FROM archive.ml_predictions_{Name}", $"TRUNCATE archive.ml_feedback_{Name} CASCADE",
        ])
        {
            var refusal = await Assert.ThrowsAsync<PostgresException>(() => app.Database.ExecuteSqlRawAsync(statement));
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refusal.SqlState);
        }
    }

    [Fact]
    public async Task A_view_has_what_is_live_and_what_is_archived()
    {
        await ArchiveAsync();
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([Build.OraclePrediction(3, Sample.Noon)]);
        Assert.Equal(1, await CountAsync(context, "ml_predictions"));
        Assert.Equal(1, await CountAsync(context, $"archive.ml_predictions WHERE created_at >= '{Month:O}'"));
        Assert.Equal(2, await CountAsync(context, $"archive.v_ml_predictions WHERE created_at >= '{Month:O}'"));
        Assert.Equal(2, await CountAsync(context, $"archive.v_oracle_ml_predictions WHERE id >= '{Uuid7.Lowest(Month)}'"));
    }

    [Fact]
    public async Task What_is_written_for_it_is_a_dead_letter_that_says_so_and_its_neighbours_are_stored()
    {
        var prediction = await Database.ScalarAsync<Guid>("SELECT id FROM ml_predictions LIMIT 1");
        await ArchiveAsync();
        await using (var host = await WriterHost.StartAsync(Database.ConnectionString))
        {
            for (var i = 0; i < 10; i++)
                await host.Writer.WriteAsync(Build.OraclePrediction(i, i == 7 ? Month : Sample.Noon));

            await host.Writer.FlushAsync();
        }

        Assert.Equal(9, await Database.CountAsync("ml_predictions"));
        var reason = await Database.ScalarAsync<string>("SELECT reason FROM ml_dead_letters");
        Assert.Contains($"The slice {Name} of ml_predictions was archived", reason, StringComparison.Ordinal);
        Assert.Contains($"mlops archive restore ml_predictions {Name}", reason, StringComparison.Ordinal);

        await using var context = Database.CreateContext();
        var refusal = Assert.Single(
            (await new PredictionRepository(context).BulkLabelAsync([new Label(prediction, 1, Month)])).Refused);
        Assert.Contains("was archived", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync($"ml_predictions_default WHERE created_at = '{Month:O}'"));
    }

    [Fact]
    public async Task Rows_of_it_that_came_meanwhile_move_back_with_it()
    {
        await ArchiveAsync();
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.OraclePrediction(3, Month));
            await context.SaveChangesAsync();
        }

        Assert.Equal(1, await Database.CountAsync("ml_predictions_default"));
        await RestoreAsync();
        Assert.Equal(0, await Database.CountAsync("ml_predictions_default"));
        Assert.Equal(3, await Database.CountAsync($"ml_predictions_{Name}"));
        Assert.Equal(3, await Database.CountAsync($"oracle_ml_predictions_{Name}"));
    }

    [Fact]
    public async Task It_is_not_made_anew_even_if_its_record_is_lost()
    {
        await ArchiveAsync();
        await Database.ExecuteAsync("DELETE FROM ml_slices");
        await using var context = Database.CreateOwnerContext();
        Assert.Empty(await new SliceMaintenance(context).EnsureAsync(Month, Month));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => context.BulkInsertAsync([Build.OraclePrediction(2, Month)]));
        Assert.Equal(MlOpsError.SliceGone, error.Error);
        Assert.True(await RestoreAsync());
    }

    private async Task<List<string>> HashesAsync(string schema) => await Database.ColumnAsync(string.Join(
        " UNION ALL ",
        Tables.Select(table =>
            $"SELECT '{table} ' || count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) FROM {schema}.{table} AS t " +
            $"WHERE tableoid::regclass::text LIKE '%{Name}'")));

    private Task<List<string>> FilesAsync() => Database.ColumnAsync(
        $"SELECT relname || ' ' || relfilenode FROM pg_class WHERE relname LIKE '%{Name}%' AND relkind IN ('r', 'i') ORDER BY 1");

    // Triggers that PostgreSQL makes for keys have numbers.
    private Task<List<string>> ShapeAsync() => Database.ColumnAsync(
        $"""
        SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || ' ' || coninhcount || convalidated
        FROM pg_constraint WHERE conrelid::regclass::text LIKE '%{Name}'
        UNION ALL SELECT indexrelid::regclass || ' ' || pg_get_indexdef(indexrelid) || indisvalid || (SELECT count(*) FROM pg_inherits WHERE inhrelid = indexrelid)
        FROM pg_index WHERE indrelid::regclass::text LIKE '%{Name}'
        UNION ALL SELECT tgrelid::regclass || ' ' || tgname || ' ' || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal AND tgrelid::regclass::text LIKE '%{Name}'
        UNION ALL SELECT c.oid::regclass || ' ' || relowner::regrole || ' ' || (SELECT string_agg(a::text, ',' ORDER BY a::text) FROM unnest(relacl) AS a)
        FROM pg_class AS c WHERE relname LIKE '%{Name}'
        ORDER BY 1
        """);

    private static async Task<long> CountAsync(MlOpsDbContext context, string from) =>
        await context.Database.SqlQueryRaw<long>($"SELECT count(*) AS \"Value\" FROM {from}").SingleAsync();
}
