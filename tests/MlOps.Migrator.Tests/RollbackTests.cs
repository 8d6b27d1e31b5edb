using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Predictions;
using MlOps.Domain.Tenancy;
using MlOps.Migrator.Tests.Later;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class RollbackTests(TestServer server) : IAsyncLifetime
{
    private static readonly DateTimeOffset LongAgo = new(2024, 10, 27, 12, 0, 0, TimeSpan.Zero);

    private string _connection = "";
    private NpgsqlDataSource _dataSource = null!;

    public async ValueTask InitializeAsync()
    {
        _connection = await server.CreateDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connection);
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connection);
    }

    [Fact]
    public async Task What_no_row_has_is_taken_back_and_the_older_program_works_with_the_database()
    {
        var json = await RollBackAsync("Initial", "--json");
        Assert.Equal(
            [AddIndex.Id, AddScores.Id, AddNotes.Id],
            Manual.ParseJson("rollback", json).Select(one => one.GetProperty("migration").GetString()));
        Assert.Equal([LaterMigrations.Initial], await ListMigrationsAsync());
        var older = await CommandInProcess.RunAsync("verify", "--connection", _connection);
        Assert.True(older is { ExitCode: 0, Output: "" }, older.ToString());
        // A second run has nothing to do, and the newer program can come back.
        Assert.Empty(await RollBackAsync("Initial", "--json"));
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
        Assert.Equal(4, (await ListMigrationsAsync()).Count);
    }

    [Fact]
    public async Task What_rows_of_any_tenant_have_is_not_lost_without_a_word()
    {
        // Policies hold for this owner, whose session is of one tenant.
        await using var owner = await PlainOwner.CreateAsync(server);
        await LaterCommand.ReadAsync("migrate", "--connection", owner.ConnectionString);
        Guid[] tenants = [Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid()];
        foreach (var tenant in tenants)
            await StoreAsync(owner.DataSource, tenant, Build.Model());

        await owner.AsAdministratorAsync(
            "INSERT INTO later_things VALUES (1, 'a'), (2, 'b'); " +
            "UPDATE ml_models SET later_note = 'x' WHERE id <> (SELECT id FROM ml_models LIMIT 1)");
        var before = await SchemaCatalogue.ReadAsync(owner.DataSource);
        string[] connection = ["--connection", owner.ConnectionString];
        var refused = await LaterCommand.RunAsync(["rollback", "Initial", .. connection]);
        Assert.Equal((ExitCode.Of(MlOpsError.DataWouldBeLost), ""), (refused.ExitCode, refused.Output));
        Assert.Contains(
            "later_things (2): it is dropped; ml_models.later_note (2): it is dropped.", refused.Error, StringComparison.Ordinal);

        var planned = await LaterCommand.ReadAsync(["rollback", "Initial", "--dry-run", .. connection]);
        Assert.Contains("-- Would lose later_things (2): it is dropped\n", planned, StringComparison.Ordinal);
        Assert.Contains("ALTER TABLE ml_models DROP COLUMN later_note;\n", planned, StringComparison.Ordinal);
        Assert.Equal(before, await SchemaCatalogue.ReadAsync(owner.DataSource));

        // What came after the loss can be taken back.
        Assert.DoesNotContain("Lost", await LaterCommand.ReadAsync(["rollback", "AddNotes", .. connection]), StringComparison.Ordinal);
        var done = Manual.ParseJson(
            "rollback", await LaterCommand.ReadAsync(["rollback", "Initial", "--lose-data", "--json", .. connection]));
        Assert.Equal(["migration", "loss", "loss"], done.Select(one => one.GetProperty("kind").GetString()));
        Assert.Equal(2, done[2].GetProperty("rows").GetInt64());
        foreach (var tenant in tenants)
            Assert.Equal(1, await owner.ScalarAsync<long>("SELECT count(*) FROM ml_models", tenant: tenant));
    }

    [Fact]
    public async Task What_is_archived_counts_as_well_and_the_archive_follows()
    {
        await StoreAsync(_dataSource, Tenants.Default, Prediction.ForService("plain", "quality", 1, LongAgo));
        await ExecuteAsync("UPDATE ml_predictions SET later_score = 1");
        await LaterCommand.ReadAsync("partitions", "drain", "--connection", _connection);
        await LaterCommand.ReadAsync("archive", "move", "ml_predictions", "2024_10", "--connection", _connection);
        var refused = await LaterCommand.RunAsync("rollback", "AddNotes", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.DataWouldBeLost), refused.ExitCode);
        Assert.Contains("archive.ml_predictions.later_score (1): it is dropped", refused.Error, StringComparison.Ordinal);

        await RollBackAsync("AddNotes", "--lose-data");
        Assert.Equal(["1"], await _dataSource.ColumnAsync("SELECT count(*)::text FROM archive.v_ml_predictions"));
        Assert.Empty(await _dataSource.ColumnAsync("SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'later_score'"));
        await LaterCommand.ReadAsync("migrate", "--connection", _connection);
        await LaterCommand.ReadAsync("archive", "restore", "ml_predictions", "2024_10", "--connection", _connection);
    }

    [Fact]
    public async Task Writes_in_the_journals_of_the_newer_version_are_not_left_behind()
    {
        var tenant = Guid.NewGuid();
        var report = WriterReport.Begin("pod-1", 7, TimeProvider.System.GetUtcNow());
        report.Renew(new WriterActivity { QueueLength = 12 }, TimeProvider.System.GetUtcNow());
        await StoreAsync(_dataSource, tenant, Tenant.Register(tenant, "acme", LongAgo));
        await StoreAsync(_dataSource, tenant, report);
        var refused = await LaterCommand.RunAsync("rollback", "AddScores", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.DataWouldBeLost), refused.ExitCode);
        Assert.Contains("the writer of process 7 on pod-1 (12): an older version refuses", refused.Error, StringComparison.Ordinal);
        await ExecuteAsync("UPDATE ml_writers SET queue_length = 0");
        await RollBackAsync("AddScores");
    }

    [Fact]
    public async Task A_journal_counts_after_its_writer_ended_until_the_next_writer_of_its_program_has_emptied_it()
    {
        var report = WriterReport.Begin("pod-1", 7, LongAgo, "scorer");
        report.Renew(new WriterActivity { QueueLength = 12, JournalBytes = 4096 }, LongAgo);
        report.Stop(LongAgo);
        // Another process of the program has a journal of its own.
        var sibling = WriterReport.Begin("pod-1", 9, LongAgo.AddHours(-1), "scorer");
        sibling.Renew(new WriterActivity { JournalBytes = 4096 }, LongAgo.AddMinutes(1));
        await StoreAsync(_dataSource, Tenants.Default, report);
        await StoreAsync(_dataSource, Tenants.Default, sibling);
        var refused = await LaterCommand.RunAsync("rollback", "AddScores", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.DataWouldBeLost), refused.ExitCode);
        Assert.Contains("the writer of process 7 on pod-1 (12)", refused.Error, StringComparison.Ordinal);
        var next = WriterReport.Begin("pod-1", 8, LongAgo.AddSeconds(1), "scorer");
        next.Renew(new WriterActivity { JournalBytes = 4096 }, LongAgo.AddMinutes(1));
        await StoreAsync(_dataSource, Tenants.Default, next);
        await RollBackAsync("AddScores");
    }

    [Fact]
    public async Task Two_at_once_take_it_back_once()
    {
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => RollBackAsync("Initial", "--json")));
        Assert.Equal(3, both.Sum(output => output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length));
        Assert.Equal([LaterMigrations.Initial], await ListMigrationsAsync());
    }

    [Fact]
    public async Task A_migration_that_is_not_there_is_named()
    {
        var unknown = await LaterCommand.RunAsync("rollback", "Nothing", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), unknown.ExitCode);
        Assert.Contains("There is no migration 'Nothing'.", unknown.Error, StringComparison.Ordinal);
        var older = await CommandInProcess.RunAsync("rollback", "Initial", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.NewerSchema), older.ExitCode);
        await RollBackAsync("AddNotes");
        var above = await LaterCommand.RunAsync("rollback", "AddScores", "--connection", _connection);
        Assert.Equal(ExitCode.Of(MlOpsError.NotFound), above.ExitCode);
        Assert.Contains($"does not have the migration {AddScores.Id}", above.Error, StringComparison.Ordinal);
    }

    private Task<string> RollBackAsync(string migration, params string[] more) => LaterCommand.ReadAsync(
        ["rollback", migration, "--connection", _connection, .. more]);

    private static async Task StoreAsync(NpgsqlDataSource dataSource, Guid tenant, object entity)
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(dataSource, tenant);
        await using var context = new MlOpsDbContext(builder.Options);
        context.Add(entity);
        await context.SaveChangesAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _dataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private Task<List<string>> ListMigrationsAsync() => _dataSource.ColumnAsync(
        """SELECT "MigrationId" FROM mlops_migrations_history ORDER BY 1""");
}
