using MlOps.Persistence;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Migrator.Tests;

public class RolesTests(TestServer server)
{
    private const string Tenant = "0195a000-0000-7000-8000-00000000000c";

    [Fact]
    public async Task A_login_is_created_with_a_password_listed_and_dropped()
    {
        var connection = await server.CreateDatabaseAsync();
        var login = $"{new NpgsqlConnectionStringBuilder(connection).Database}_grafana";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "pässword of a file\nsecond line");
        var created = Manual.ParseJson("roles create-login", await CommandInProcess.ReadAsync(
            "roles", "create-login", login, "--tenant", Tenant, "--rights", "reader", "--password-file", file, "--connection", connection,
            "--json")).Single();
        File.Delete(file);
        Assert.Equal((login, Tenant), (created.GetProperty("login").GetString(), created.GetProperty("tenant").GetString()));

        var listed = await CommandInProcess.ReadAsync("roles", "list", "--connection", connection);
        Assert.Equal($"Login\tTenant\n{login}\t{Tenant}\n", listed);
        Manual.ParseJson("roles list", await CommandInProcess.ReadAsync("roles", "list", "--connection", connection, "--json"));

        var reader = new NpgsqlConnectionStringBuilder(connection) { Username = login, Password = "pässword of a file", Pooling = false };
        await using (var session = new NpgsqlConnection(reader.ConnectionString))
        {
            await session.OpenAsync();
            await using var command = new NpgsqlCommand("SELECT count(*) FROM ml_models", session);
            Assert.Equal(0L, await command.ExecuteScalarAsync());
        }

        Manual.ParseJson(
            "roles drop-login", await CommandInProcess.ReadAsync("roles", "drop-login", login, "--connection", connection, "--json"));
        var again = await CommandInProcess.RunAsync("roles", "drop-login", login, "--connection", connection);
        Assert.Equal(
            (ExitCode.Of(MlOpsError.NotFound), $"mlops: There is no login '{login}' that is bound to a tenant."),
            (again.ExitCode, again.Error.Trim()));
    }

    [Fact]
    public async Task Sessions_that_name_no_tenant_have_the_default_one_once_there_is_one()
    {
        var connection = await server.CreateDatabaseAsync();
        var set = Manual.ParseJson("roles default-tenant", await CommandInProcess.ReadAsync(
            "roles", "default-tenant", "--tenant", Tenant, "--connection", connection, "--json")).Single();
        Assert.Equal(Tenant, set.GetProperty("tenant").GetString());
        Assert.Equal(Tenant, await SettingAsync(connection));
        Assert.Equal(
            "New sessions that name no tenant get an error.",
            (await CommandInProcess.ReadAsync("roles", "default-tenant", "--none", "--connection", connection)).Trim());
        Assert.Equal("", await SettingAsync(connection));

        var migrated = await CommandInProcess.ReadAsync("migrate", "--default-tenant", Tenant, "--connection", connection);
        Assert.EndsWith($"New sessions that name no tenant are of {Tenant}.", migrated.Trim(), StringComparison.Ordinal);
        Assert.Equal(Tenant, await SettingAsync(connection));
        var wrong = await CommandInProcess.RunAsync("migrate", "--default-tenant", "mine", "--connection", connection);
        Assert.Equal(ExitCode.Usage, wrong.ExitCode);
        Assert.Contains("--default-tenant must be the id of a tenant", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(
            ExitCode.Usage,
            (await CommandInProcess.RunAsync("migrate", "--review", "--default-tenant", Tenant, "--connection", connection)).ExitCode);
    }

    private static async Task<string> SettingAsync(string connection)
    {
        await using var session = new NpgsqlConnection($"{connection};Pooling=false");
        await session.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT coalesce(current_setting('mlops.tenant_id', true), '')", session);
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
