using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

/// <summary>What somebody with SQL and a login of one tenant can do to another, in each table, partition and view: nothing.</summary>
[StandardNames("Its attacks name the tables of the library.")]
public class BoundLoginTests(TestDatabase database) : BoundLoginTest(database)
{
    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Reader)]
    public async Task A_plain_client_sees_the_rows_of_its_tenant_and_of_no_other_whatever_it_sets(string group)
    {
        await PopulateAsync();
        await using var login = await CreateAsync("bound", Tenants.Default, group);
        await using var connection = await login.OpenConnectionAsync();
        Assert.Equal(8L, await ScalarAsync(connection, "SELECT count(*) FROM ml_predictions"));
        var seen = 0L;
        foreach (var relation in await RelationsAsync())
            seen += await CountOrRefusedAsync(connection, $"SELECT count(*) FROM {relation}") ?? 0;

        Assert.True(seen > 60, $"It saw {seen} rows.");
        await ExecuteAsync(connection, $"SET {MlOpsPostgresFeatures.TenantSetting} = '{Other}'");
        foreach (var relation in await RelationsAsync())
            Assert.Equal((relation, 0L), (relation, await CountOrRefusedAsync(connection, $"SELECT count(*) FROM {relation}") ?? 0));
    }

    [Fact]
    public async Task It_writes_for_no_other_tenant_by_any_verb()
    {
        await PopulateAsync();
        var before = await TextOfOtherAsync();
        await using var login = await CreateAsync("bound", Tenants.Default, MlOpsRoles.App);
        await using var connection = await login.OpenConnectionAsync();
        var mine = await RowsByTableAsync(Tenants.Default);
        foreach (var setting in (Guid[])[Tenants.Default, Other])
        {
            await ExecuteAsync(connection, $"SET {MlOpsPostgresFeatures.TenantSetting} = '{setting}'");
            foreach (var table in await RelationsAsync())
            {
                // A row of the other tenant, made of one of its own; and each verb upon the rows of the other one.
                if (mine.TryGetValue(table, out var row))
                    await AssertChangesNothingAsync(
                        connection,
                        $"INSERT INTO {table} SELECT * FROM jsonb_populate_record(NULL::{table}, $1::jsonb || " +
                        $"'{{\"tenant_id\": \"{Other}\"}}')",
                        row);

                await AssertChangesNothingAsync(
                    connection, $"UPDATE {table} SET tenant_id = '{Tenants.Default}' WHERE tenant_id = '{Other}'");
                await AssertChangesNothingAsync(connection, $"UPDATE {table} SET tenant_id = '{Other}'");
                await AssertChangesNothingAsync(connection, $"DELETE FROM {table} WHERE tenant_id = '{Other}'");
                await AssertChangesNothingAsync(connection, $"TRUNCATE {table}");
            }
        }

        Assert.Equal(before, await TextOfOtherAsync());
    }

    [Fact]
    public async Task It_cannot_loosen_its_bond()
    {
        await PopulateAsync();
        await using var login = await CreateAsync("bound", Tenants.Default, MlOpsRoles.App);
        await using var connection = await login.OpenConnectionAsync();
        string[] attempts =
        [
            "SELECT * FROM ml_logins",
            "DELETE FROM ml_logins",
            "INSERT INTO ml_logins VALUES ('bound', gen_random_uuid())",
            "REVOKE mlops_bound FROM CURRENT_USER",
            "SET SESSION AUTHORIZATION mlops",
            "SET ROLE mlops_service",
            "SET row_security = off; SELECT * FROM ml_predictions",
            "ALTER TABLE ml_predictions NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY tenant_isolation ON ml_predictions",
            "CREATE OR REPLACE FUNCTION mlops_bound_tenant() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'",
        ];
        foreach (var attempt in attempts)
            await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(connection, attempt));

        // A table and an operator of its own do not take the place of ours: the function knows them by what they are.
        await ExecuteAsync(
            connection,
            $"""
            SET row_security = on;
            CREATE TEMP TABLE ml_logins (login text, tenant_id uuid);
            INSERT INTO ml_logins VALUES ('bound', '{Other}');
            SET search_path = pg_temp, public;
            SET {MlOpsPostgresFeatures.TenantSetting} = '{Other}'
            """);
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM public.ml_predictions"));
        // By membership it stays the same login.
        await ExecuteAsync(connection, "SET ROLE mlops_app");
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM public.ml_predictions"));
    }

    [Fact]
    public async Task The_context_of_an_application_works_for_its_tenant_and_sees_nothing_as_another()
    {
        await PopulateAsync();
        await using var login = await CreateAsync("bound", Tenants.Default, MlOpsRoles.App);
        await using (var own = TenantContexts.Create(login, Tenants.Default))
        {
            Assert.Equal(8, await own.Predictions.CountAsync());
            await own.BulkInsertAsync([Build.OraclePrediction(1)]);
            own.Add(Build.Model("bound"));
            await own.SaveChangesAsync();
        }

        await using var stranger = TenantContexts.Create(login, Other);
        Assert.Equal(0, await stranger.Predictions.CountAsync());
        stranger.Add(Build.Model("stranger"));
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => stranger.SaveChangesAsync());
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, ((PostgresException)error.InnerException!).SqlState);
        await Assert.ThrowsAsync<DbUpdateException>(() => stranger.BulkInsertAsync([Build.OraclePrediction(2)]));
    }

    [Fact]
    public async Task A_member_of_the_mark_without_a_tenant_sees_nothing_at_all()
    {
        await PopulateAsync();
        await using var login = await CreateAsync("bound", Tenants.Default, MlOpsRoles.App);
        await Database.ExecuteAsync("DELETE FROM ml_logins");
        await using var connection = await login.OpenConnectionAsync();
        Assert.Equal(0L, await ScalarAsync(connection, "SELECT count(*) FROM ml_predictions"));
    }

    private Task<List<string>> TablesAsync() => RelationsAsync("'r', 'p', 'm'");

    private Task<List<string>> RelationsAsync(string kinds = "'r', 'p', 'm', 'v'") => Database.ColumnAsync(
        $"""
        SELECT quote_ident(relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
        WHERE nspname = 'public' AND relkind IN ({kinds}) AND relname NOT IN {SharedTables.Sql}
            AND EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = pg_class.oid AND attname = 'tenant_id')
        ORDER BY 1
        """);

    private async Task<Dictionary<string, string>> RowsByTableAsync(Guid tenant)
    {
        var rows = new Dictionary<string, string>();
        foreach (var table in await TablesAsync())
        {
            if (await Database.ColumnAsync($"SELECT to_jsonb(t)::text FROM {table} t WHERE tenant_id = '{tenant}' LIMIT 1") is [var row])
                rows.Add(table, row);
        }

        Assert.True(rows.Count > 40, $"There are rows in {rows.Count} tables and views.");
        return rows;
    }

    private async Task<string> TextOfOtherAsync()
    {
        var rows = new List<string>();
        foreach (var table in await TablesAsync())
            rows.AddRange(await Database.ColumnAsync(
                $"SELECT '{table}' || to_jsonb(t)::text FROM {table} t WHERE tenant_id = '{Other}' ORDER BY 1"));

        Assert.True(rows.Count > 60);
        return string.Join('\n', rows);
    }

    private static async Task AssertChangesNothingAsync(NpgsqlConnection connection, string sql, string? row = null)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var command = new NpgsqlCommand(sql, connection, transaction);
        if (row is not null)
            command.Parameters.Add(new NpgsqlParameter { Value = row });

        try
        {
            Assert.Equal((sql, 0), (sql, await command.ExecuteNonQueryAsync()));
        }
        catch (PostgresException)
        {
            // Refused.
        }

        await transaction.RollbackAsync();
    }

    private static async Task<long?> CountOrRefusedAsync(NpgsqlConnection connection, string sql)
    {
        try
        {
            return await ScalarAsync(connection, sql);
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }
}
