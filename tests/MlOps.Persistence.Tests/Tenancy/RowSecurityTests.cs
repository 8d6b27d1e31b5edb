using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

[StandardNames("It compares the names of tables with lists of its own.")]
public class RowSecurityTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly string[] AppendOnly =
    [
        "ml_audit_log", "ml_feature_schemas", "ml_schema_features", "ml_shadow_scores", "model_stage_transitions", "learning_events",
        "git_operation_learning_events", "user_session_learning_events", "retraining_decisions", "ml_chain_links", "ml_chain_heads",
    ];

    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000a");

    [Fact]
    public async Task Every_table_of_a_tenant_has_a_policy_that_holds_for_its_owner_too()
    {
        var unprotected = await Database.ColumnAsync(
            $"""
            SELECT relname::text FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
            WHERE nspname = 'public' AND relkind IN ('r', 'p') AND NOT relispartition AND relname NOT IN {SharedTables.Sql}
              AND NOT (relrowsecurity AND relforcerowsecurity AND EXISTS (SELECT 1 FROM pg_policy WHERE polrelid = pg_class.oid))
            """);
        Assert.Empty(unprotected);
    }

    [Fact]
    public async Task The_app_sees_and_changes_the_rows_of_its_tenant_alone_whatever_sql_it_writes()
    {
        await Population.StoreAsync(Database);
        await using var app = As(MlOpsRoles.App);
        foreach (var table in await TablesAsync())
        {
            var all = await Database.CountAsync(table);
            Assert.Equal(0, await CountAsync(app, Other, table));
            Assert.Equal(all, await CountAsync(app, Tenants.Default, table));
            if (AppendOnly.Contains(table))
                continue;

            // A hold can be released, and not deleted.
            if (table == "ml_legal_holds")
                Assert.Equal(
                    PostgresErrorCodes.InsufficientPrivilege,
                    (await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, Other, $"DELETE FROM {table}"))).SqlState);
            else
                Assert.Equal(0, await ExecuteAsync(app, Other, $"DELETE FROM {table}"));

            Assert.Equal(0, await ExecuteAsync(app, Other, $"UPDATE {table} SET tenant_id = tenant_id"));
            Assert.Equal(all, await Database.CountAsync(table));
        }
    }

    [Fact]
    public async Task What_is_append_only_an_application_can_neither_change_nor_delete()
    {
        await Population.StoreAsync(Database);
        await using var app = As(MlOpsRoles.App);
        await using var service = As(MlOpsRoles.Service);
        foreach (var table in AppendOnly)
        {
            foreach (var change in (string[])[$"DELETE FROM {table}", $"UPDATE {table} SET tenant_id = tenant_id"])
            {
                var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(app, Tenants.Default, change));
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
            }

            Assert.NotEqual(0, await CountAsync(app, Tenants.Default, table));
        }

        Assert.NotEqual(0, await ExecuteAsync(service, Tenants.Default, "DELETE FROM ml_audit_log"));
    }

    [Fact]
    public async Task A_view_shows_its_reader_the_rows_of_his_tenant_alone()
    {
        await Population.StoreAsync(Database);
        await using var reader = As(MlOpsRoles.Reader);
        foreach (var view in (string[])["v_model_performance", "v_model_timeline", "v_decision_history"])
        {
            Assert.NotEqual(0, await CountAsync(reader, Tenants.Default, view));
            Assert.Equal(await Database.CountAsync(view), await CountAsync(reader, Tenants.Default, view));
            Assert.Equal(0, await CountAsync(reader, Other, view));
        }

        Assert.Empty(await Database.ColumnAsync(
            "SELECT relname::text FROM pg_class WHERE relname LIKE 'v\\_%' AND relkind = 'v' AND NOT coalesce(reloptions::text, '') ~ " +
            "'security_(invoker|barrier)=true'"));
    }

    [Fact]
    public async Task A_session_without_a_tenant_is_refused_and_learns_what_to_do()
    {
        await Population.StoreAsync(Database);
        await using var app = As(MlOpsRoles.App);
        foreach (var table in await TablesAsync())
        {
            // Never set, and reset: both are no tenant.
            foreach (var reset in (string[])["", $"SET {MlOpsPostgresFeatures.TenantSetting} = ''; "])
            {
                await using var command = app.CreateCommand(RenamedRun.Sql($"{reset}SELECT count(*) FROM {table}"));
                var error = await Assert.ThrowsAsync<PostgresException>(command.ExecuteScalarAsync);
                Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
                Assert.Contains(MlOpsPostgresFeatures.TenantSetting, error.Hint);
            }
        }
    }

    [Fact]
    public async Task The_app_cannot_write_for_another_tenant()
    {
        await using var app = As(MlOpsRoles.App);
        await using var context = TenantContexts.Create(app, Other);
        context.Add(Build.Model());
        await context.SaveChangesAsync();
        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(
            app, Other,
                $"INSERT INTO ml_models SELECT (jsonb_populate_record(m, '{{\"tenant_id\": \"{Tenants.Default}\"}}')).* FROM ml_models m"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    // A connection with prepared statements is reset in another way.
    [Theory, InlineData(""), InlineData("Max Auto Prepare=20;Auto Prepare Min Usages=1")]
    public async Task Contexts_of_two_tenants_share_pooled_connections_and_never_rows(string setting)
    {
        await using var app = As(MlOpsRoles.App, $"Maximum Pool Size=1;{setting}");
        for (var i = 0; i < 20; i++)
        {
            var tenant = i % 2 == 0 ? Tenants.Default : Other;
            await using var context = TenantContexts.Create(app, tenant);
            context.Add(Build.OraclePrediction(i));
            await context.SaveChangesAsync();
            Assert.Equal((i / 2) + 1, await context.Predictions.IgnoreQueryFilters().CountAsync());
        }
    }

    [Fact]
    public async Task The_reader_reads_and_cannot_write()
    {
        await Population.StoreAsync(Database);
        await using var reader = As(MlOpsRoles.Reader);
        Assert.Equal(1, await CountAsync(reader, Tenants.Default, "ml_models"));
        var error = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(reader, Tenants.Default, "DELETE FROM ml_models"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, error.SqlState);
    }

    [Fact]
    public async Task Partitions_are_reached_by_the_service_alone_and_by_copy_too()
    {
        await using (var context = Database.CreateOwnerContext())
            await new SliceMaintenance(context).EnsureAsync(Sample.Noon, Sample.Noon);

        foreach (var role in (string[])[MlOpsRoles.App, MlOpsRoles.Reader])
        {
            await using var stranger = As(role);
            foreach (var partition in (string[])["ml_predictions_default", "ml_predictions_2026_03", "ml_feedback_2026_03"])
                await Assert.ThrowsAsync<PostgresException>(() => CountAsync(stranger, Tenants.Default, partition));
        }

        await using var service = As(MlOpsRoles.Service);
        await using var connection = await service.OpenConnectionAsync();
        await using var importer = await connection.BeginBinaryImportAsync(
            "COPY ml_predictions_2026_03 (tenant_id, id, service_name, prediction_type, predicted_value, source, revision, " +
            "created_at) FROM STDIN (FORMAT BINARY)");
        await importer.StartRowAsync();
        await importer.WriteAsync(Other);
        await importer.WriteAsync(Guid.CreateVersion7(Sample.Noon));
        await importer.WriteAsync("test");
        await importer.WriteAsync("quality");
        await importer.WriteAsync(0.5);
        await importer.WriteAsync("ml_model");
        await importer.WriteAsync(0);
        await importer.WriteAsync(Sample.Noon);
        Assert.Equal(1UL, await importer.CompleteAsync());
    }

    private static async Task<long> CountAsync(NpgsqlDataSource dataSource, Guid tenant, string table)
    {
        await using var context = TenantContexts.Create(dataSource, tenant);
        return await context.Database.SqlQueryRaw<long>(RenamedRun.Sql($"SELECT count(*) AS \"Value\" FROM {table}")).SingleAsync();
    }

    private static async Task<int> ExecuteAsync(NpgsqlDataSource dataSource, Guid tenant, string sql)
    {
        await using var context = TenantContexts.Create(dataSource, tenant);
        // Braces would be taken for parameters.
        return await context.Database.ExecuteSqlRawAsync(RenamedRun.Sql(sql).Replace("{", "{{", StringComparison.Ordinal)
            .Replace("}", "}}", StringComparison.Ordinal));
    }

    private Task<List<string>> TablesAsync() => Database.ColumnAsync(
        "SELECT polrelid::regclass::text FROM pg_policy ORDER BY 1");

    private NpgsqlDataSource As(string role, string more = "") =>
        NpgsqlDataSource.Create($"{Database.ConnectionStringAs(role)};{more}");
}
