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
public class SliceArchiveTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Root = "ml_predictions";

    private static readonly Guid OtherTenant = Guid.CreateVersion7();
    private static readonly string[] Tables =
    [
        Root, "ml_feedback", "ml_shadow_scores", "oracle_ml_predictions", "ai_gm_ml_predictions", "code_roach_ml_predictions",
        "daisy_chain_ml_predictions", "first_mate_ml_predictions", "game_app_ml_predictions", "policy_ml_predictions",
    ];

    // Each test has a month of its own, since a reset does not reach the archive.
    private static int s_months;

    private readonly DateTimeOffset _time =
        new DateTimeOffset(2001, 1, 15, 0, 0, 0, TimeSpan.Zero).AddMonths(Interlocked.Increment(ref s_months));

    private string Name => $"{_time:yyyy_MM}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(_time, _time);
        foreach (var tenant in (Guid?[])[null, OtherTenant])
            await StoreAsync(tenant);
    }

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
        Assert.Equal((Root, Tables.Length, $"{_time:yyyy-MM}-01"), (slice.Root, slice.Tables, $"{slice.StartsAt:yyyy-MM-dd}"));
        Assert.NotNull((await owner.Set<SliceRecord>().SingleAsync(record => record.Root == Root && record.Name == Name)).GoneAt);

        Assert.True(await RestoreAsync());
        Assert.Equal(rows, await HashesAsync("public"));
        Assert.Equal(files, await FilesAsync());
        Assert.Null((await owner.Set<SliceRecord>().AsNoTracking().SingleAsync(record => record.Root == Root && record.Name == Name)).GoneAt);
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
        var added = Build.OraclePrediction(3, _time);
        await context.BulkInsertAsync([added]);
        Assert.Empty((await new PredictionRepository(context).BulkLabelAsync([new Label(added.Id, 1, _time)])).Refused);
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
        Assert.Equal(1, await CountAsync(context, $"archive.ml_predictions WHERE created_at >= '{_time:O}'"));
        Assert.Equal(2, await CountAsync(context, $"archive.v_ml_predictions WHERE created_at >= '{_time:O}'"));
        Assert.Equal(2, await CountAsync(context, $"archive.v_oracle_ml_predictions WHERE id >= '{Uuid7.Lowest(_time)}'"));
    }

    [Fact]
    public async Task What_is_written_for_it_is_a_dead_letter_that_says_so_and_its_neighbours_are_stored()
    {
        var prediction = await Database.ScalarAsync<Guid>("SELECT id FROM ml_predictions LIMIT 1");
        await ArchiveAsync();
        await using (var host = await WriterHost.StartAsync(Database.ConnectionString))
        {
            for (var i = 0; i < 10; i++)
                await host.Writer.WriteAsync(Build.OraclePrediction(i, i == 7 ? _time : Sample.Noon));

            await host.Writer.FlushAsync();
        }

        Assert.Equal(9, await Database.CountAsync("ml_predictions"));
        var reason = await Database.ScalarAsync<string>("SELECT reason FROM ml_dead_letters");
        Assert.Contains($"The slice {Name} of ml_predictions was archived", reason, StringComparison.Ordinal);
        Assert.Contains($"mlops archive restore ml_predictions {Name}", reason, StringComparison.Ordinal);

        await using var context = Database.CreateContext();
        var refusal = Assert.Single(
            (await new PredictionRepository(context).BulkLabelAsync([new Label(prediction, 1, _time)])).Refused);
        Assert.Contains("was archived", refusal.Reason, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync($"ml_predictions_default WHERE created_at = '{_time:O}'"));
    }

    [Fact]
    public async Task Rows_of_it_that_came_meanwhile_move_back_with_it()
    {
        await ArchiveAsync();
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.OraclePrediction(3, _time));
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
        Assert.Empty(await new SliceMaintenance(context).EnsureAsync(_time, _time));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => context.BulkInsertAsync([Build.OraclePrediction(2, _time)]));
        Assert.Equal(MlOpsError.SliceGone, error.Error);
        Assert.True(await RestoreAsync());
    }

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
            Assert.Contains("is still referenced from table \"reviews\"", error.Message, StringComparison.Ordinal);
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

    private async Task<bool> ArchiveAsync()
    {
        await using var context = Database.CreateOwnerContext();
        return await new SliceArchive(context).ArchiveAsync(Root, Name);
    }

    private async Task<bool> RestoreAsync()
    {
        await using var context = Database.CreateOwnerContext();
        return await new SliceArchive(context).RestoreAsync(Root, Name);
    }

    private async Task StoreAsync(Guid? tenant)
    {
        await using var context = Database.CreateContext(tenant);
        var model = Build.Model();
        var version = Build.ModelVersion(model);
        context.AddRange(model, version);
        await context.SaveChangesAsync();
        var prediction = Build.OraclePrediction(1, _time);
        await context.BulkInsertAsync<Prediction>([prediction]);
        await context.BulkInsertAsync([Build.Feedback(prediction, at: _time)]);
        await context.BulkInsertAsync([Build.ShadowScore(prediction, version, at: _time)]);
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

    private sealed class Heard(List<string> obstacles) : IProgress<string>
    {
        public void Report(string value) => obstacles.Add(value);
    }
}
