using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Verify;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Maintenance.Verify;

/// <summary>What logins of few rights find and mend, and what others do meanwhile.</summary>
[StandardNames("It runs the migrations of the library.")]
public sealed class LimitedVerificationTests(VerifiedDatabase database, TestServer server) : IClassFixture<VerifiedDatabase>
{
    [Fact]
    public async Task An_owner_who_is_no_superuser_finds_and_mends()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        await using var context = server.CreateContext(owner.DataSource);
        await new SchemaUpgrade(context).RunAsync(VerifiedDatabase.Start, VerifiedDatabase.Start);
        Assert.Empty(await new SchemaVerification(context).FindAsync());
        await owner.AsAdministratorAsync(
            """
            ALTER TABLE ml_models DISABLE ROW LEVEL SECURITY; DROP POLICY tenant_isolation ON ml_models; DROP VIEW v_model_timeline;
            REVOKE ALL ON ml_models FROM mlops_app; DROP INDEX ux_ml_alert_states_subject;
            ALTER TABLE oracle_ml_predictions_2031_01 DROP CONSTRAINT fk_oracle_ml_predictions_ml_predictions_tenant_id_id;
            ALTER TABLE ml_alerts DROP CONSTRAINT fk_ml_alerts_ml_alert_rules_tenant_id_rule_id
            """);
        var left = (await new SchemaVerification(context).RepairAsync()).Left;
        // It would validate the key with the eyes of one tenant.
        var key = Assert.Single(left);
        Assert.Equal(("fk_ml_alerts_ml_alert_rules_tenant_id_rule_id of ml_alerts", false), (key.Name, key.IsSafe));
    }

    [Fact]
    public async Task A_login_that_may_not_build_the_model_is_told_so()
    {
        foreach (var role in (string[])[MlOpsRoles.Reader, MlOpsRoles.App, MlOpsRoles.Service])
        {
            await using var context = database.CreateContextAs(role);
            var finding = Assert.Single(await new SchemaVerification(context).FindAsync());
            Assert.Equal(FindingSeverity.NotVisible, finding.Severity);
            Assert.StartsWith("Nothing was compared, since this login may not ", finding.ToDo, StringComparison.Ordinal);
            Assert.Equal(finding.ToDo, Assert.Single((await new SchemaVerification(context).RepairAsync()).Left).ToDo);
        }
    }

    [Fact]
    public async Task Who_may_not_create_schemas_learns_what_to_grant_and_then_what_was_left_out()
    {
        await using var owner = await PlainOwner.CreateAsync(server);
        await owner.AsAdministratorAsync(
            $"""
            DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO CURRENT_USER', current_database()); END $$;
            GRANT CREATE, USAGE ON SCHEMA public TO {owner.Name};
            CREATE SCHEMA mlops_clients AUTHORIZATION {owner.Name};
            """);
        await using var context = server.CreateContext(owner.DataSource);
        await new SchemaUpgrade(context).MigrateAsync();
        var hidden = Assert.Single(await new SchemaVerification(context).FindAsync());
        Assert.Equal(FindingSeverity.NotVisible, hidden.Severity);
        Assert.Contains("GRANT CREATE ON DATABASE", hidden.ToDo, StringComparison.Ordinal);

        await owner.AsAdministratorAsync(
            $"DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO {owner.Name}', current_database()); END $$");
        var left = Assert.Single(await new SchemaVerification(context).FindAsync());
        Assert.Equal(("constraint", false), (left.Kind, left.IsSafe));
        Assert.Equal("ex_ml_serving_periods_no_overlaps of ml_serving_periods", left.Name);
    }

    [Fact]
    public async Task An_extension_that_no_server_has_is_told_and_what_was_left_out_is_no_damage()
    {
        const string Name = "ex_ml_serving_periods_no_overlaps";
        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"ALTER TABLE ml_serving_periods DROP CONSTRAINT {Name}", connection))
            await command.ExecuteNonQueryAsync();

        await using var context = database.CreateOwnerContext();
        // As it is built where the extension cannot be installed.
        var model = database.Model with { Rows = [.. database.Model.Rows.Where(row => row.Name != Name)] };
        var finding = Assert.Single(await new DatabaseCheck(context, model).FindAsync(connection, default));
        Assert.Equal((FindingSeverity.Information, "extension", "btree_gist"), (finding.Severity, finding.Kind, finding.Name));
    }

    [Fact]
    public async Task A_database_of_another_version_is_not_compared()
    {
        await using var context = database.CreateOwnerContext();
        await database.ExecuteAsync("UPDATE mlops_migrations_history SET \"MigrationId\" = '1_' || \"MigrationId\"");
        try
        {
            var findings = await new SchemaVerification(context).FindAsync();
            Assert.Equal(2, findings.Count);
            Assert.All(findings, finding => Assert.Equal(("migration", FindingSeverity.Damage), (finding.Kind, finding.Severity)));
            Assert.Equal(2, (await new SchemaVerification(context).RepairAsync()).Left.Count);
        }
        finally
        {
            await database.ExecuteAsync("UPDATE mlops_migrations_history SET \"MigrationId\" = substr(\"MigrationId\", 3)");
        }
    }

    [Fact]
    public async Task Several_repair_at_once_and_one_does_it()
    {
        await database.ExecuteAsync("DROP TRIGGER set_updated_at ON ml_models; DROP INDEX ux_ml_alert_states_subject");
        var repairs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(database.RepairAsync)));
        Assert.All(repairs, repair => Assert.Empty(repair.Left));
        Assert.Equal(2, repairs.Sum(repair => repair.Repaired.Count));
    }

    [Fact]
    public async Task What_a_repair_cannot_do_is_left_with_its_reason_and_the_rest_is_repaired()
    {
        await database.ExecuteAsync(
            """
            DROP INDEX ix_ml_alert_rules_tenant_id_name; DROP VIEW v_model_timeline;
            INSERT INTO ml_alert_rules SELECT (jsonb_populate_record(r, jsonb_build_object('id', gen_random_uuid()))).*
            FROM ml_alert_rules r LIMIT 1
            """);
        var repairs = await database.RepairAsync();
        var left = Assert.Single(repairs.Left);
        Assert.Equal("ix_ml_alert_rules_tenant_id_name of ml_alert_rules", left.Name);
        Assert.Contains("could not create unique index", left.Failure, StringComparison.Ordinal);
        Assert.Equal("v_model_timeline", Assert.Single(repairs.Repaired).Name);

        await database.ExecuteAsync("DELETE FROM ml_alert_rules");
        Assert.Empty((await database.RepairAsync()).Left);
        Assert.Empty(await database.FindAsync());
    }

    [Fact]
    public async Task The_model_is_built_whatever_locks_others_have_and_nothing_of_it_stays()
    {
        await using var context = database.CreateOwnerContext();
        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        // The strongest locks there are. What needs none of these tables takes no lock on them either.
        const string Locks = "LOCK TABLE ml_predictions, ml_models, ml_slices IN ACCESS EXCLUSIVE MODE";
        await using (var command = new NpgsqlCommand(Locks, connection))
            await command.ExecuteNonQueryAsync();

        await new ModelBuild(context).ReadAsync(default).WaitAsync(TimeSpan.FromMinutes(1));
        await transaction.RollbackAsync();
        Assert.Empty(await database.ColumnAsync("SELECT nspname::text FROM pg_namespace WHERE nspname LIKE 'mlops\\_verify%'"));
    }

    [Fact]
    public async Task Findings_have_no_password()
    {
        await using var connection = await database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(Damages.All["a bound login is not bound"].Sql, connection))
            await command.ExecuteNonQueryAsync();

        var text = System.Text.Json.JsonSerializer.Serialize(await database.FindAsync(connection));
        Assert.Contains("verified_login", text, StringComparison.Ordinal);
        Assert.DoesNotContain("SCRAM", text, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
    }
}
