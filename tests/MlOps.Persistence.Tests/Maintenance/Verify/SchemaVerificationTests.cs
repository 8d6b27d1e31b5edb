using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Maintenance.Verify;
using MlOps.Persistence.Tests.Maintenance.Adoption;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <summary>What is found in databases that are as they should be, whatever else is in them.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class SchemaVerificationTests(TestServer server) : EmptyDatabaseTest(server)
{
    private static readonly DateTimeOffset Start = VerifiedDatabase.Start;

    private readonly TestServer _server = server;

    [Fact]
    public async Task Slices_that_were_drained_are_as_the_others()
    {
        await using var context = await MigrateAsync();
        await ExecuteAsync(
            """
            INSERT INTO system_performance_metrics (tenant_id, id, created_at, metric_name, value, source)
            SELECT '0195a000-0000-7000-8000-00000000000c', format('01c17a5a-%s-7000-8000-000000000000', lpad(to_hex(i), 4, '0'))::uuid,
                to_timestamp(('x' || format('01c17a5a%s', lpad(to_hex(i), 4, '0')))::bit(48)::bigint / 1000.0), 'load', i, 'host'
            FROM generate_series(1, 2000) AS i
            """);
        var at = await ReadTimeAsync();
        var before = await ColumnAsync("SELECT 'system_performance_metrics_default'::regclass::oid::text");
        Assert.NotEmpty(await new SliceMaintenance(context).EnsureAsync(at, at));
        Assert.NotEqual(before, await ColumnAsync("SELECT 'system_performance_metrics_default'::regclass::oid::text"));
        Assert.Empty(await new SchemaVerification(context).FindAsync());
    }

    [Fact]
    public async Task A_gap_between_slices_is_told_and_is_no_damage()
    {
        await using var context = await MigrateAsync();
        await new SliceMaintenance(context).EnsureAsync(Start, Start);
        await new SliceMaintenance(context).EnsureAsync(Start.AddMonths(2), Start.AddMonths(2));
        var findings = await new SchemaVerification(context).FindAsync();
        Assert.All(findings, finding => Assert.Equal((FindingSeverity.Information, "slice"), (finding.Severity, finding.Kind)));
        Assert.Equal("slices 2031_02", Assert.Single(findings, finding => finding.Name == "ml_predictions").Expected);
    }

    [Fact]
    public async Task A_slice_that_is_known_to_be_gone_is_neither_damage_nor_a_gap()
    {
        await using var context = await MigrateAsync();
        await new SliceMaintenance(context).EnsureAsync(Start, Start.AddMonths(2));
        await ExecuteAsync("DROP TABLE ml_audit_log_2031_02");
        Assert.Equal(
            (FindingSeverity.Damage, "ml_audit_log_2031_02"),
            Assert.Single((await new SchemaVerification(context).FindAsync()).Select(finding => (finding.Severity, finding.Name))));
        await new SliceMaintenance(context).EnsureAsync(Start, Start.AddMonths(2));
        Assert.Empty(await new SchemaVerification(context).FindAsync());
    }

    [Fact]
    public async Task What_a_team_has_made_by_hand_is_told_and_is_no_damage()
    {
        await using var context = await MigrateAsync();
        await ExecuteAsync(
            """
            CREATE EXTENSION citext;
            CREATE TABLE "Their orders" (id int PRIMARY KEY, note citext CHECK (note <> ''));
            CREATE INDEX ix_theirs ON ml_models (created_at);
            CREATE VIEW v_theirs AS SELECT name FROM ml_models;
            CREATE FUNCTION f_theirs() RETURNS int LANGUAGE sql AS 'SELECT 1';
            ALTER TABLE ml_models ADD COLUMN their_note text DEFAULT 'none' NOT NULL, ADD CONSTRAINT ck_theirs CHECK (their_note <> '');
            ALTER TABLE ml_models SET (fillfactor = 90);
            ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO mlops_app;
            ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC
            """);
        await ExecuteAsync("GRANT SELECT ON ml_models TO pg_monitor; CREATE SCHEMA theirs; CREATE TABLE theirs.ml_models (id int)");
        var findings = await new SchemaVerification(context).FindAsync();
        Assert.All(findings, finding => Assert.Equal(FindingSeverity.Information, finding.Severity));
        Assert.Equal(
            [
                "table \"Their orders\"", "column ml_models.their_note", "function f_theirs()", "default ml_models.their_note",
                "index ix_theirs of ml_models", "constraint ck_theirs of ml_models", "view v_theirs",
                "grant SELECT to pg_monitor on ml_models", "storage ml_models",
            ],
            findings.Select(finding => $"{finding.Kind} {finding.Name}"));
    }

    [Fact]
    public async Task A_database_that_a_team_has_adopted_is_as_its_model_says()
    {
        await using (var library = await MigrateAsync())
            await new SliceMaintenance(library).EnsureAsync(Start, Start.AddMonths(1));

        await AssertAsync<TeamModels.Nothing>(DataSource);
        var connection = await _server.CreateEmptyDatabaseAsync();
        await using (var fresh = NpgsqlDataSource.Create(connection))
            await AssertAsync<TeamModels.Tables>(fresh);

        await _server.DropDatabaseAsync(connection);
    }

    [Fact]
    public async Task A_leaf_and_indexes_of_a_team_on_slices_that_existed_before_are_as_its_model_says()
    {
        await using (var library = await MigrateAsync())
            await new SliceMaintenance(library).EnsureAsync(Start, Start.AddMonths(1));

        await AssertAsync<TeamModels.Leaf>(DataSource);
    }

    [Fact]
    public async Task Indexes_that_are_declared_on_slices_are_damage_until_they_are_built()
    {
        await using (var library = await MigrateAsync())
            await new SliceMaintenance(library).EnsureAsync(Start, Start);

        await using var context = TeamContext<TeamModels.Indexes>.Create(DataSource);
        await new SchemaUpgrade(context).MigrateAsync();
        var finding = Assert.Single(await new SchemaVerification(context).FindAsync());
        Assert.Equal(("index", true), (finding.Kind, finding.IsSafe));
        Assert.EndsWith(" (not valid)", finding.Found, StringComparison.Ordinal);
        Assert.Empty((await new SchemaVerification(context).RepairAsync()).Left);
        Assert.Empty(await new SchemaVerification(context).FindAsync());
    }

    [Fact]
    public async Task A_model_with_other_names_in_a_schema_of_its_own_is_compared_in_that()
    {
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(DataSource);
        await using var context = RenamedContext.Create(builder.Options);
        await context.Database.EnsureCreatedAsync();
        await new SliceMaintenance(context).EnsureAsync(Start, Start);
        var check = new DatabaseCheck(context, await new ModelBuild(context).ReadAsync(default));
        Assert.Empty(await check.FindAsync(default));
        await ExecuteAsync(
            """
            ALTER TABLE "The Lab"."Lab ml_models" NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE "The Lab"."Lab oracle_ml_predictions_2031_01" DROP CONSTRAINT "id => mlops_uuid7(created_at)";
            REVOKE USAGE ON SCHEMA "The Lab" FROM mlops_reader
            """);
        Assert.Equal(
            [
                "\"id => mlops_uuid7(created_at)\" of \"The Lab\".\"Lab oracle_ml_predictions_2031_01\"", "\"The Lab\".\"Lab ml_models\"",
                "USAGE to mlops_reader on schema \"The Lab\"",
            ],
            (await check.FindAsync(default)).Select(finding => finding.Name));
        Assert.Empty((await new RepairRun(context, check, null).RunAsync(default)).Left);
    }

    private static async Task AssertAsync<TModel>(NpgsqlDataSource dataSource)
        where TModel : ITeamModel
    {
        await using var context = TeamContext<TModel>.Create(dataSource);
        await new SchemaUpgrade(context).RunAsync(Start, Start.AddMonths(1));
        var findings = await new SchemaVerification(context).FindAsync();
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }

    private async Task<DateTimeOffset> ReadTimeAsync()
    {
        await using var command = DataSource.CreateCommand("SELECT min(created_at) FROM system_performance_metrics");
        return new DateTimeOffset((DateTime)(await command.ExecuteScalarAsync())!);
    }

    private async Task<MlOpsDbContext> MigrateAsync()
    {
        var context = CreateContext();
        await new SchemaUpgrade(context).MigrateAsync();
        return context;
    }
}
