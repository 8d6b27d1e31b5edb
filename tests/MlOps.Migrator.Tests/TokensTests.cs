using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Migrator.Tests;

public sealed class TokensTests(TestDatabase database) : DatabaseTest(database)
{
    private const string Other = "0195a000-0000-7000-8000-00000000000c";

    [Fact]
    public async Task A_token_is_made_listed_and_revoked_by_processes()
    {
        var made = await InProcessOfItsOwnAsync("create", "airflow", "--scopes", "read,write", "--expires", "90d", "--by", "ann", "--json");
        var token = Manual.ParseJson("tokens create", made).Single();
        var secret = token.GetProperty("secret").GetString()!;
        Assert.Equal(
            ("airflow", "read,write", $"{Tenants.Default}"),
            (token.GetProperty("name").GetString(), token.GetProperty("scopes").GetString(), token.GetProperty("tenant").GetString()));
        var expires = token.GetProperty("expires").GetDateTimeOffset() - TimeProvider.System.GetUtcNow();
        Assert.InRange(expires, TimeSpan.FromDays(89.9), TimeSpan.FromDays(90));
        Assert.Equal(AccessScopes.Read | AccessScopes.Write, (await FindAsync(secret))?.Scopes);

        var listed = await InProcessOfItsOwnAsync("list", "--json");
        Assert.Equal("valid", Manual.ParseJson("tokens list", listed).Single().GetProperty("status").GetString());
        Assert.DoesNotContain(secret, listed, StringComparison.Ordinal);

        var revoked = await InProcessOfItsOwnAsync("revoke", "airflow", "--by", "bob", "--json");
        Assert.Equal("revoked", Manual.ParseJson("tokens revoke", revoked).Single().GetProperty("outcome").GetString());
        Assert.Null(await FindAsync(secret));
        Assert.Equal("", await InProcessOfItsOwnAsync("list", "--json"));
        Assert.Contains("revoked\t", await InProcessOfItsOwnAsync("list", "--all"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_a_line_of_its_own()
    {
        var lines = (await ReadAsync("create", "grafana", "--scopes", "read")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            $"Token 'grafana' of tenant {Tenants.Default} is made, for read. It ends when it is revoked.", lines[0]);
        Assert.NotNull(await FindAsync(lines[^1]));
    }

    [Fact]
    public async Task An_expired_token_is_listed_as_one()
    {
        await ReadAsync("create", "old", "--scopes", "admin", "--expires", "1h");
        await Database.ExecuteAsync("UPDATE ml_access_tokens SET created_at = now() - interval '2 h', expires_at = now() - interval '1 h'");
        Assert.Contains("\told\tadmin\texpired\t", await ReadAsync("list"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tokens_of_another_tenant_are_neither_listed_nor_revoked()
    {
        var made = await ReadAsync("create", "airflow", "--scopes", "decide", "--tenant", Other, "--json");
        var token = Manual.ParseJson("tokens create", made).Single();
        Assert.Equal("", await ReadAsync("list", "--all", "--json"));
        foreach (var which in (string[])["airflow", token.GetProperty("token").GetString()!])
            await AssertRefusedAsync(
                ExitCode.Of(MlOpsError.NotFound), $"The tenant has no valid token '{which}'. List the tokens.", "revoke", which);

        Assert.Equal(new Guid(Other), (await FindAsync(token.GetProperty("secret").GetString()!))?.TenantId);
        await ReadAsync("revoke", token.GetProperty("token").GetString()!, "--tenant", Other);
    }

    [Fact]
    public async Task A_name_is_used_once_at_a_time_and_revoked_once()
    {
        await ReadAsync("create", "airflow", "--scopes", "read");
        await AssertRefusedAsync(
            ExitCode.Of(MlOpsError.Conflict), "There is a token 'airflow' already. Choose another name, or revoke that one first.",
            "create", "airflow", "--scopes", "write");
        var id = Manual.ParseJson("tokens list", await ReadAsync("list", "--json")).Single().GetProperty("token").GetString()!;
        await ReadAsync("revoke", "airflow");
        await ReadAsync("create", "airflow", "--scopes", "read");
        var again = await CommandInProcess.RunAsync(["tokens", "revoke", id, "--connection", Database.OwnerConnectionString]);
        Assert.NotEqual(0, again.ExitCode);
        Assert.Contains("Token 'airflow' was revoked at ", again.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("naïve 🚀")]
    [InlineData("'; DROP TABLE ml_models; --")]
    [InlineData("a\tb\nc\e[31m")]
    [InlineData("%s {0} $1 \\")]
    [InlineData("null")]
    [InlineData("Bearer mlops_x")]
    public async Task A_hostile_name_is_a_name_like_others(string name)
    {
        var made = Manual.ParseJson("tokens create", await ReadAsync("create", name, "--scopes", "read", "--by", name, "--json")).Single();
        Assert.Equal(name, made.GetProperty("name").GetString());
        Assert.Equal(name, (await FindAsync(made.GetProperty("secret").GetString()!))?.Name);
        var rows = await ReadAsync("list");
        Assert.Equal(2, rows.TrimEnd('\n').Split('\n').Length);
        Assert.DoesNotContain('\e', rows);
        Assert.DoesNotContain('\e', await ReadAsync("revoke", name));
    }

    [Fact]
    public async Task A_name_that_cannot_be_is_refused_with_the_reason()
    {
        await AssertErrorAsync("must not look like an id", "create", Other, "--scopes", "read");
        await AssertErrorAsync("must not be empty", "create", " ", "--scopes", "read");
        await AssertErrorAsync("must have at most 255 characters", "create", new string('x', 256), "--scopes", "read");
    }

    [Theory]
    [InlineData("")]
    [InlineData(",")]
    [InlineData("read,")]
    [InlineData("read write")]
    [InlineData("none")]
    [InlineData("15")]
    [InlineData("owner")]
    public async Task A_scope_that_is_none_is_refused_before_anything_is_stored(string scopes)
    {
        var result = await CommandInProcess.RunAsync(
            ["tokens", "create", "x", "--scopes", scopes, "--connection", Database.OwnerConnectionString]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("--scopes must be one or more of read, write, decide and admin", result.Error, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("ml_access_tokens"));
    }

    [Theory, InlineData("2020-01-01"), InlineData("90"), InlineData("-1d"), InlineData("soon"), InlineData("0d")]
    public async Task A_token_does_not_end_before_it_begins(string expires)
    {
        var result = await CommandInProcess.RunAsync(
            ["tokens", "create", "x", "--scopes", "read", "--expires", expires, "--connection", Database.OwnerConnectionString]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("--expires must be a span from now", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_application_can_neither_make_nor_list_tokens()
    {
        foreach (var verb in (string[][])[["create", "x", "--scopes", "admin"], ["list"], ["revoke", "x"]])
        {
            var result = await CommandInProcess.RunAsync(["tokens", .. verb, "--connection", Database.ConnectionString]);
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("permission denied for table ml_access_tokens", result.Error, StringComparison.Ordinal);
        }
    }

    private async Task<string> InProcessOfItsOwnAsync(params string[] arguments)
    {
        var mlops = new CommandLine("unused") { Environment = { ["MLOPS_CONNECTION"] = Database.OwnerConnectionString } };
        var result = await mlops.RunAsync(["tokens", .. arguments]);
        Assert.True(result.ExitCode == 0, result.ToString());
        return result.Output;
    }

    private Task<string> ReadAsync(params string[] arguments) =>
        CommandInProcess.ReadAsync(["tokens", .. arguments, "--connection", Database.OwnerConnectionString]);

    private async Task AssertRefusedAsync(int exitCode, string error, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(["tokens", .. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.Equal((exitCode, $"mlops: {error}"), (result.ExitCode, result.Error.Trim()));
    }

    private async Task AssertErrorAsync(string error, params string[] arguments)
    {
        var result = await CommandInProcess.RunAsync(["tokens", .. arguments, "--connection", Database.OwnerConnectionString]);
        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    private async Task<LiveToken?> FindAsync(string secret)
    {
        await using var context = Database.CreateContext();
        return await new AccessTokens(context).FindAsync(secret);
    }
}
