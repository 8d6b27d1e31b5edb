using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

[OneVersionIsEnough]
public sealed class TakeoverOwnerTests(TestServer server) : TakeoverTest(server, Old)
{
    // A policy of their own must not hide rows of the old tables, which would count as deleted.
    private const string Old =
        """
        CREATE TABLE ml_models (id int PRIMARY KEY, name text, description text, created_at timestamptz DEFAULT now());
        CREATE TABLE ml_predictions (
            id bigserial PRIMARY KEY, tenant_id text, service_name text, predicted_value float8, actual_value float8,
            created_at timestamptz DEFAULT now());
        ALTER TABLE ml_predictions ENABLE ROW LEVEL SECURITY;
        CREATE POLICY one_tenant ON ml_predictions USING (tenant_id = current_setting('app.tenant', true));
        INSERT INTO ml_models VALUES (1, 'quiz', 'first');
        INSERT INTO ml_predictions (tenant_id, service_name, predicted_value)
            SELECT CASE i % 3 WHEN 0 THEN 'acme' WHEN 1 THEN 'globex' END, 'quiz', i / 100.0 FROM generate_series(1, 30) AS i
        """;

    private const string Counts =
        "SELECT count(*)::text FROM {0}.ml_predictions GROUP BY tenant_id ORDER BY 1";

    [Fact]
    public async Task A_login_that_is_no_superuser_takes_over_the_tables_of_several_tenants_and_goes_back()
    {
        await GoAsync("copy");
        await ExecuteAsync(
            """
            DELETE FROM ml_predictions WHERE tenant_id = 'acme' OR id = 1;
            UPDATE ml_predictions SET actual_value = 1 WHERE id = 4;
            UPDATE ml_predictions SET tenant_id = 'globex' WHERE id = 2;
            UPDATE ml_models SET description = 'second'
            """);
        var switched = Manual.ParseJson("takeover switch", await GoAsync("switch", "--json"))[0];
        Assert.Equal(12, switched.GetProperty("deleted").GetInt64());
        Assert.Equal(["10", "9"], await CountAsync("legacy"));
        Assert.Equal(0, (await RunAsync("migrate")).ExitCode);
        var verified = await RunAsync("verify");
        Assert.True(verified.ExitCode == 0, verified.ToString());

        await GoAsync("back");
        Assert.Equal(["10", "9"], await CountAsync("public"));
        await GoAsync("switch");
        await ExecuteAsync(
            "ALTER TABLE public.ml_predictions NO FORCE ROW LEVEL SECURITY; ALTER TABLE public.ml_models NO FORCE ROW LEVEL SECURITY");
        Assert.Equal(["10", "9"], await CountAsync("public"));
        Assert.Equal(["4"], await ColumnAsync("SELECT request_id FROM public.ml_predictions WHERE actual_value = 1"));
        Assert.Equal(["second"], await ColumnAsync("SELECT description FROM public.ml_models"));
    }

    protected override async Task<string> CreateLoginAsync(string administrator)
    {
        var settings = new NpgsqlConnectionStringBuilder(administrator);
        var login = settings.Database!.Replace("test_", "owner_", StringComparison.Ordinal);
        await using var database = NpgsqlDataSource.Create(administrator);
        await using var command = database.CreateCommand(
            $"""
            CREATE ROLE {login} LOGIN CREATEROLE PASSWORD '{login}';
            GRANT CREATE ON DATABASE {settings.Database} TO {login};
            GRANT CREATE ON SCHEMA public TO {login};
            DO $$ BEGIN
                IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'mlops_owner') THEN GRANT mlops_owner TO {login}; END IF;
            END $$
            """);
        await command.ExecuteNonQueryAsync();
        (settings.Username, settings.Password) = (login, login);
        return settings.ConnectionString;
    }

    private async Task<List<string>> CountAsync(string schema) =>
        await ColumnAsync(Counts.Replace("{0}", schema, StringComparison.Ordinal));
}
