using MlOps.Parquet;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.References;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests.ArchiveFiles;

/// <summary>The tables that a slice refers to are those of others: they write to them meanwhile, and have triggers of their own.</summary>
public sealed class ReferredRowsOfOthersTests(TestServer server, TestDatabase database) : ArchivedMonth(database)
{
    [Fact]
    public async Task A_row_that_another_process_adds_meanwhile_is_left_to_it()
    {
        await ExportAsync();
        var models = await Database.ColumnAsync("SELECT to_jsonb(m)::text FROM ml_models AS m ORDER BY tenant_id");
        await InTargetAsync(async (target, other) =>
        {
            await using var connection = await other.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var insert = new NpgsqlCommand(
                "INSERT INTO ml_models SELECT (jsonb_populate_record(NULL::ml_models, $1::jsonb)).*", connection);
            insert.Parameters.Add(new NpgsqlParameter { Value = models[0] });
            await insert.ExecuteNonQueryAsync();

            var obstacle = new FirstObstacle();
            await using var context = server.CreateContext(other);
            var restore = new SliceReturn(context, new SliceDirectory(Files)) { Obstacles = obstacle }.RunAsync(Root, Slice);
            Assert.Contains(
                $"process {connection.ProcessID} ", await obstacle.Said.WaitAsync(TimeSpan.FromMinutes(1)), StringComparison.Ordinal);
            await transaction.CommitAsync();
            var restored = await restore;
            Assert.Equal((1, 2), (restored.Added["ml_models"], restored.Added["model_versions"]));
        });
    }

    [Fact]
    public async Task Each_trigger_has_the_mode_that_it_had_and_none_changes_a_row()
    {
        await Database.ExecuteAsync("ALTER TABLE ml_models ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY (START 17)");
        try
        {
            await ExportAsync();
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE ml_models DROP COLUMN number");
        }

        const string Modes = "SELECT tgname::text || tgenabled::text FROM pg_trigger " +
            "WHERE tgrelid = 'ml_models'::regclass AND NOT tgisinternal ORDER BY 1";
        await InTargetAsync(async (target, other) =>
        {
            await ExecuteAsync(
                other,
                "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''refused''; END'; " +
                "ALTER TABLE ml_models ADD COLUMN number bigint GENERATED ALWAYS AS IDENTITY;" +
                string.Join(";", new[] { "a_off", "b_always", "c_on", "d_replica" }.Select(name =>
                    $"CREATE TRIGGER {name} BEFORE INSERT ON ml_models FOR EACH ROW EXECUTE FUNCTION refuse()")) +
                "; ALTER TABLE ml_models DISABLE TRIGGER a_off, ENABLE ALWAYS TRIGGER b_always, ENABLE REPLICA TRIGGER d_replica");
            var modes = await other.ColumnAsync(Modes);
            Assert.Equal(["a_offD", "b_alwaysA", "c_onO", "d_replicaR"], modes.Where(mode => mode[1] == '_').Order());
            await CommandInProcess.ReadAsync("archive", "restore", Root, Slice, "--from", Files, "--connection", target);
            Assert.Equal(modes, await other.ColumnAsync(Modes));
            Assert.Equal(["17", "18"], await other.ColumnAsync("SELECT number::text FROM ml_models ORDER BY 1"));
        });
    }

    [Fact]
    public async Task A_primary_key_that_another_row_has_is_named_and_no_other_name_is_asked_for()
    {
        await ExportAsync();
        var ids = await Database.ColumnAsync("SELECT id::text FROM ml_models ORDER BY tenant_id");
        var models = await Database.ColumnAsync("SELECT to_jsonb(m)::text FROM ml_models AS m ORDER BY tenant_id");
        await InTargetAsync(async (target, other) =>
        {
            await ExecuteAsync(
                other,
                "ALTER TABLE ml_models DROP CONSTRAINT pk_ml_models CASCADE; " +
                "ALTER TABLE ml_models ADD CONSTRAINT pk_ml_models PRIMARY KEY (id); INSERT INTO ml_models SELECT " +
                $"(jsonb_populate_record(NULL::ml_models, '{models[0]}'::jsonb || '{{\"tenant_id\":\"{Guid.CreateVersion7()}\"}}')).*");
            var result = await CommandInProcess.RunAsync("archive", "restore", Root, Slice, "--from", Files, "--connection", target);
            Assert.Equal(11, result.ExitCode);
            Assert.Contains(
                $"another process has added the row of ml_models with (id) = ({ids[0]}) meanwhile, or it is of another tenant than",
                result.Error,
                StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_foreign_key_that_is_newer_than_the_export_is_named_and_no_backup_is_advised()
    {
        await ExportAsync();
        await InTargetAsync(async (target, other) =>
        {
            await ExecuteAsync(
                other,
                "CREATE TABLE teams (name text PRIMARY KEY); " +
                "ALTER TABLE ml_models ADD CONSTRAINT fk_models_teams FOREIGN KEY (name) REFERENCES teams");
            var result = await CommandInProcess.RunAsync("archive", "restore", Root, Slice, "--from", Files, "--connection", target);
            Assert.Equal(19, result.ExitCode);
            Assert.Contains(
                "on table \"ml_models\" violates foreign key constraint \"fk_models_teams\". Its files have what it referred to",
                result.Error,
                StringComparison.Ordinal);
            Assert.DoesNotContain("--only critical", result.Error, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Tables_are_locked_after_those_that_they_refer_to()
    {
        using var context = Database.CreateOwnerContext();
        string[] tables = ["model_versions", "ml_schema_features", "ml_models", "ml_feature_schemas"];
        var order = new ReferenceModel(context).InOrder(tables).ToList();
        Assert.Equal(tables.Order(), order.Order());
        Assert.True(order.IndexOf("ml_models") < order.IndexOf("model_versions"));
        Assert.True(order.IndexOf("ml_feature_schemas") < order.IndexOf("model_versions"));
        Assert.True(order.IndexOf("ml_feature_schemas") < order.IndexOf("ml_schema_features"));
    }

    private async Task InTargetAsync(Func<string, NpgsqlDataSource, Task> work)
    {
        var target = await server.CreateDatabaseAsync();
        await using (var other = NpgsqlDataSource.Create(target))
            await work(target, other);

        await server.DropDatabaseAsync(target);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    private sealed class FirstObstacle : IProgress<string>
    {
        private readonly TaskCompletionSource<string> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<string> Said => _said.Task;

        public void Report(string value) => _said.TrySetResult(value);
    }
}
