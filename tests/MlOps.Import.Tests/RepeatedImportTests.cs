using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Import.Tests;

/// <summary>An import may run at any time, and never changes the source.</summary>
public sealed class RepeatedImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private readonly TestServer _server = server;

    private static readonly string[] Tables =
    [
        "ml_predictions", "ml_feedback", "ml_models", "model_versions", "model_stage_transitions", "ml_feature_store",
        "ml_training_jobs", "monitoring_metrics", "retraining_decisions", .. LearningImportTests.Tables,
    ];

    [Theory]
    [InlineData(nameof(SourceDatabases.Services))]
    [InlineData(nameof(SourceDatabases.Tenants))]
    [InlineData(nameof(SourceDatabases.Monitoring))]
    [InlineData(nameof(LearningDatabase))]
    public async Task A_second_run_finds_everything_and_stores_nothing(string shape)
    {
        await CreateSourceAsync(SourceDatabases.Of(shape));
        var first = await ImportAsync();
        var stored = await ReadContentAsync();
        var second = await ImportAsync();
        Assert.Equal(0, second.Imported);
        foreach (var (before, after) in first.Tables.Zip(second.Tables))
            Assert.Equal(
                (before.Read, before.Imported + before.AlreadyThere, before.Refused), (after.Read, after.AlreadyThere, after.Refused));

        Assert.Equal(stored, await ReadContentAsync());
    }

    [Theory]
    [InlineData(nameof(SourceDatabases.Services))]
    [InlineData(nameof(SourceDatabases.Tenants))]
    [InlineData(nameof(SourceDatabases.Monitoring))]
    [InlineData(nameof(LearningDatabase))]
    public async Task A_dry_run_reports_the_same_and_stores_nothing(string shape)
    {
        await CreateSourceAsync(SourceDatabases.Of(shape));
        var (empty, slices) = (await ReadContentAsync(), await Database.CountAsync("pg_inherits"));
        var dry = await ImportAsync(new ImportOptions { IsDryRun = true });
        var refused = Refused.ToList();
        Assert.Equal(empty, await ReadContentAsync());
        Assert.Equal(slices, await Database.CountAsync("pg_inherits"));

        var real = await ImportAsync();
        Assert.Equal(refused, Refused);
        foreach (var (before, after) in dry.Tables.Zip(real.Tables))
            Assert.Equal(
                (before.Source, before.Read, before.Imported, before.AlreadyThere, before.Refused),
                (after.Source, after.Read, after.Imported, after.AlreadyThere, after.Refused));
    }

    [Fact]
    public async Task The_next_run_imports_new_rows_even_if_they_are_older()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        await ImportAsync();
        await ExecuteAsync(
            """
            INSERT INTO ml_predictions (id, service_name, prediction_type, predicted_value, created_at) VALUES
                ('00000000-1111-4111-8111-111111111111', 'quiz', 'success', 0.5, '2025-01-01');
            UPDATE ml_predictions SET confidence = '0.5' WHERE id = '55555555-5555-4555-8555-555555555555'
            """);
        var report = await ImportAsync();
        Assert.Equal((12, 2, 3, 7), Numbers(report, "ml_predictions"));
    }

    [Fact]
    public async Task A_role_that_may_only_read_can_import_and_the_source_does_not_change()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        await ExecuteAsync(
            """
            DO $$ BEGIN CREATE ROLE import_reader LOGIN PASSWORD 'reader'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO import_reader
            """);
        await using var reader = CreateReader();
        Assert.Equal(9, (await ImportAsync(source: reader)).Imported);
        await using var command = Source.CreateCommand("SELECT sum(n_tup_upd + n_tup_del) FROM pg_stat_user_tables");
        Assert.Equal(0m, await command.ExecuteScalarAsync());
        await ExecuteAsync("DROP OWNED BY import_reader");
    }

    [Fact]
    public async Task Rows_that_a_policy_hides_are_not_skipped_in_silence()
    {
        await CreateSourceAsync(SourceDatabases.Services);
        await ExecuteAsync(
            """
            DO $$ BEGIN CREATE ROLE import_reader LOGIN PASSWORD 'reader'; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO import_reader;
            ALTER TABLE ml_feedback ENABLE ROW LEVEL SECURITY
            """);
        await using var reader = CreateReader();
        var error = await Assert.ThrowsAsync<PostgresException>(() => ImportAsync(source: reader));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
        await ExecuteAsync("DROP OWNED BY import_reader");
    }

    [Fact]
    public async Task A_database_is_not_imported_into_itself()
    {
        var error = await Assert.ThrowsAsync<MlOpsException>(() => ImportAsync(source: Database.OwnerDataSource));
        Assert.Equal(MlOpsError.Configuration, error.Error);
    }

    [Fact]
    public async Task A_database_of_MlOps_is_imported_into_another_with_all_of_its_ids()
    {
        await CreateSourceAsync(SourceDatabases.Monitoring);
        await ImportAsync();
        await using (var context = Database.CreateContext())
        {
            // Without the service that has an interval, which no double holds exactly.
            context.AddRange(Sample.FullPredictions().Where(prediction => prediction is not PolicyPrediction));
            await context.SaveChangesAsync();
        }

        var other = await _server.CreateDatabaseAsync();
        await using (var target = NpgsqlDataSource.Create(other))
        {
            var import = new DatabaseImport(
                Database.OwnerDataSource, tenant => _server.CreateContext(target, tenant), new ImportOptions());
            var report = await import.RunAsync();
            Assert.True(report.IsComplete, string.Join("\n", report.Tables.SelectMany(table => table.Reasons)));
            string[] tables =
            [
                "ml_predictions", "code_roach_ml_predictions", "oracle_ml_predictions", "model_versions", "monitoring_metrics",
                "retraining_decisions",
            ];
            foreach (var table in tables)
                Assert.Equal(await ListIdsAsync(Database.OwnerDataSource, table), await ListIdsAsync(target, table));
        }

        await _server.DropDatabaseAsync(other);
    }

    [Fact]
    public async Task A_model_with_the_same_name_stays_and_gets_the_versions()
    {
        await CreateSourceAsync(SourceDatabases.Monitoring);
        var model = Build.Model("credit-risk");
        await using (var context = Database.CreateContext())
        {
            context.Add(model);
            await context.SaveChangesAsync();
        }

        var report = await ImportAsync();
        Assert.Equal((1, 0, 1, 0), Numbers(report, "model_versions", "ml_models"));
        Assert.Equal((4, 3, 0, 1), Numbers(report, "model_versions"));
        Assert.Equal(model.Id, await Database.ScalarAsync<Guid>("SELECT id FROM ml_models"));
    }

    [Fact]
    public async Task What_the_database_alone_refuses_is_found_among_its_neighbours()
    {
        await CreateSourceAsync(SourceDatabases.Monitoring);
        await using (var context = Database.CreateContext())
        {
            var model = Build.Model("credit-risk");
            var version = Build.ModelVersion(model, "3");
            context.AddRange(model, version);
            context.AddRange(version.PromoteToProduction(null, new StageChange("ann", "best", Sample.Noon)));
            await context.SaveChangesAsync();
        }

        var report = await ImportAsync();
        Assert.Equal((4, 1, 0, 3), Numbers(report, "model_versions"));
        Assert.StartsWith(
            "another version served here at that time: '3'",
            Refused.Single(row => row.Id.StartsWith('6')).Reason,
            StringComparison.Ordinal);
        Assert.Contains("ix_model_versions", Refused.Single(row => row.Id.StartsWith('7')).Reason);
    }

    private async Task<string> ReadContentAsync()
    {
        var rows = string.Join(
            " UNION ALL ",
            Tables.Select(table => $"SELECT '{table}' || (to_jsonb(t) - 'updated_at')::text AS r FROM {table} t"));
        return await Database.ScalarAsync<string>($"SELECT coalesce(string_agg(r, E'\\n' ORDER BY r), '') FROM ({rows}) AS rows");
    }

    private NpgsqlDataSource CreateReader()
    {
        var reader = new NpgsqlConnectionStringBuilder(Source.ConnectionString) { Username = "import_reader", Password = "reader" };
        return NpgsqlDataSource.Create(reader.ConnectionString);
    }

    private static async Task<List<Guid>> ListIdsAsync(NpgsqlDataSource dataSource, string table)
    {
        await using var command = dataSource.CreateCommand($"SELECT id FROM {table} ORDER BY 1");
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));

        return ids;
    }
}
