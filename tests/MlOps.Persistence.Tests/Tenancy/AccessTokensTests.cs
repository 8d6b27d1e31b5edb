using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Tenancy;

public class AccessTokensTests(TestDatabase database) : BoundLoginTest(database)
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    public static TheoryData<string> Finders => [MlOpsRoles.App, MlOpsRoles.Service];

    [Theory, MemberData(nameof(Finders))]
    public async Task A_token_is_found_by_its_secret_from_a_login_of_another_tenant(string role)
    {
        var (token, secret) = await CreateAsync("airflow", AccessScopes.Read | AccessScopes.Write, Other, Now.AddDays(90));
        await using var context = Database.CreateContextAs(role, Tenants.Default);
        var found = await new AccessTokens(context).FindAsync(secret);
        Assert.Equal(new LiveToken(token.Id, Other, "airflow", AccessScopes.Read | AccessScopes.Write, token.ExpiresAt), found);
        Assert.Null(await new AccessTokens(context).FindAsync(AccessSecret.Draw().Reveal()));
        Assert.Null(await new AccessTokens(context).FindAsync("mlops_' OR true --"));
        Assert.Null(await new AccessTokens(context).FindAsync(null));
    }

    [Fact]
    public async Task It_is_found_in_a_session_that_has_no_tenant_at_all()
    {
        var (_, secret) = await CreateAsync();
        Assert.True(AccessSecret.TryParse(secret, out var parsed));
        await using var source = NpgsqlDataSource.Create(Database.ConnectionStringAs(MlOpsRoles.App));
        await using var command = source.CreateCommand("SELECT mlops_find_access_token($1) ->> 'name'");
        command.Parameters.Add(new NpgsqlParameter { Value = parsed.Hash() });
        Assert.Equal("airflow", await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task An_expired_token_is_not_found()
    {
        var (_, secret) = await CreateAsync(expiresAt: Now.AddDays(1));
        Assert.NotNull(await FindAsync(secret));
        await Database.ExecuteAsync("UPDATE ml_access_tokens SET expires_at = now()");
        Assert.Null(await FindAsync(secret));
    }

    [Fact]
    public async Task A_revoked_token_is_not_found_and_its_name_is_free_again()
    {
        var (token, secret) = await CreateAsync();
        var taken = await Assert.ThrowsAsync<MlOpsException>(() => CreateAsync());
        Assert.Equal(MlOpsError.Conflict, taken.Error);

        await using var context = Database.CreateOwnerContext();
        var tokens = new AccessTokens(context);
        await tokens.RevokeAsync("airflow", "bob", Now.AddMinutes(1));
        Assert.Null(await FindAsync(secret));
        Assert.Equal(MlOpsError.NotFound, (await Assert.ThrowsAsync<MlOpsException>(RevokeAsync("airflow"))).Error);
        await Assert.ThrowsAsync<IllegalTransitionException>(RevokeAsync($"{token.Id}"));

        var (_, second) = await CreateAsync();
        Assert.NotNull(await FindAsync(second));
        Assert.Null(await FindAsync(secret));
        Assert.Single(await tokens.StreamAsync(includesRevoked: false).ToListAsync());
        Assert.Equal(2, await tokens.StreamAsync(includesRevoked: true).CountAsync());

        Func<Task> RevokeAsync(string which) => () => tokens.RevokeAsync(which, "bob", Now);
    }

    [Fact]
    public async Task The_tokens_of_a_tenant_that_is_suspended_or_closed_are_not_found()
    {
        await using var context = Database.CreateOwnerContext(Other);
        var tenant = Tenant.Register(Other, "Other", Now);
        context.Add(tenant);
        await context.SaveChangesAsync();
        var (_, secret) = await CreateAsync(tenant: Other);
        Assert.NotNull(await FindAsync(secret));
        tenant.Suspend(Now);
        await context.SaveChangesAsync();
        Assert.Null(await FindAsync(secret));
        tenant.Resume(Now);
        await context.SaveChangesAsync();
        Assert.NotNull(await FindAsync(secret));
        tenant.Close(Now);
        await context.SaveChangesAsync();
        Assert.Null(await FindAsync(secret));
    }

    [Fact]
    public async Task A_tenant_neither_lists_nor_revokes_the_tokens_of_another()
    {
        var (token, secret) = await CreateAsync(tenant: Other);
        await CreateAsync(tenant: Tenants.Default);
        await using var context = Database.CreateOwnerContext();
        var tokens = new AccessTokens(context);
        Assert.Equal(Tenants.Default, Assert.Single(await tokens.StreamAsync(includesRevoked: true).ToListAsync()).TenantId);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => tokens.RevokeAsync($"{token.Id}", "eve", Now));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        await tokens.RevokeAsync("airflow", "ann", Now.AddMinutes(1));
        Assert.NotNull(await FindAsync(secret));
    }

    [Theory, InlineData(MlOpsRoles.App), InlineData(MlOpsRoles.Reader), InlineData(MlOpsRoles.Service)]
    public async Task No_login_of_an_application_reads_or_writes_the_table(string role)
    {
        await CreateAsync();
        await using var source = NpgsqlDataSource.Create(Database.ConnectionStringAs(role));
        string[] attempts =
        [
            "SELECT secret_hash FROM ml_access_tokens", "SELECT count(*) FROM ml_access_tokens", "DELETE FROM ml_access_tokens",
            "UPDATE ml_access_tokens SET scopes = 15", "TRUNCATE ml_access_tokens",
            "COPY ml_access_tokens TO STDOUT", "SELECT a FROM ml_access_tokens a",
        ];
        foreach (var attempt in attempts)
        {
            await using var command = source.CreateCommand(Renamed.RenamedRun.Sql(attempt));
            var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
            Assert.Equal((attempt, PostgresErrorCodes.InsufficientPrivilege), (attempt, error.SqlState));
        }

        await using var context = Database.CreateContextAs(role);
        await Assert.ThrowsAnyAsync<Exception>(() => new AccessTokens(context).CreateAsync("mine", AccessScopes.Admin, "eve", Now));
    }

    [Fact]
    public async Task A_bound_login_finds_the_tokens_of_its_tenant_alone()
    {
        var (_, own) = await CreateAsync(tenant: Tenants.Default);
        var (_, others) = await CreateAsync(tenant: Other);
        await using var login = await CreateAsync("bound", Tenants.Default, MlOpsRoles.App);
        await using (var context = TenantContexts.Create(login, Tenants.Default))
        {
            Assert.NotNull(await new AccessTokens(context).FindAsync(own));
            Assert.Null(await new AccessTokens(context).FindAsync(others));
        }

        await using var pretender = TenantContexts.Create(login, Other);
        Assert.Null(await new AccessTokens(pretender).FindAsync(others));
        await Database.ExecuteAsync("DELETE FROM ml_logins");
        Assert.Null(await new AccessTokens(pretender).FindAsync(others));
    }

    [Fact]
    public async Task A_login_that_only_reads_finds_none()
    {
        var (_, secret) = await CreateAsync();
        await using var login = await CreateAsync("reading", Tenants.Default, MlOpsRoles.Reader);
        await using var context = TenantContexts.Create(login, Tenants.Default);
        Assert.Null(await new AccessTokens(context).FindAsync(secret));
    }

    [Fact]
    public async Task Who_makes_and_who_revokes_a_token_is_in_the_audit_log_without_its_hash()
    {
        var (token, secret) = await CreateAsync();
        await using var context = Database.CreateOwnerContext();
        await new AccessTokens(context).RevokeAsync("airflow", "bob", Now.AddMinutes(1));
        var entries = await context.AuditEntries.OrderBy(entry => entry.Id).ToListAsync();
        Assert.Equal(
            [(AuditAction.Insert, "ann", nameof(AccessToken)), (AuditAction.Update, "bob", nameof(AccessToken))],
            entries.Select(entry => (entry.Action, entry.Actor, entry.SubjectType)));
        Assert.All(entries, entry => Assert.Contains($"{token.Id}", entry.SubjectId, StringComparison.Ordinal));
        Assert.Contains("airflow", $"{entries[0].After}", StringComparison.Ordinal);
        var log = string.Concat(await Database.ColumnAsync("SELECT to_jsonb(a)::text FROM ml_audit_log a"));
        Assert.DoesNotContain(Convert.ToHexStringLower(token.SecretHash), log, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(secret[6..], log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_secret_is_nowhere_in_the_database()
    {
        var (_, secret) = await CreateAsync("naïve 🚀'; DROP TABLE ml_models; --");
        var rows = string.Concat(await Database.ColumnAsync("SELECT to_jsonb(t)::text FROM ml_access_tokens t"));
        Assert.Contains("DROP TABLE", rows, StringComparison.Ordinal);
        Assert.DoesNotContain(secret[6..], rows, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_that_make_a_token_of_one_name_at_once_one_is_refused()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            try
            {
                await CreateAsync();
                return "made";
            }
            catch (MlOpsException e)
            {
                return $"{e.Error}";
            }
        }));
        Assert.Equal(1, results.Count(result => result == "made"));
        Assert.Equal(7, results.Count(result => result == nameof(MlOpsError.Conflict)));
    }

    private async Task<(AccessToken Token, string Secret)> CreateAsync(
        string name = "airflow", AccessScopes scopes = AccessScopes.Write, Guid? tenant = null, DateTimeOffset? expiresAt = null)
    {
        await using var context = Database.CreateOwnerContext(tenant);
        var (token, secret) = await new AccessTokens(context).CreateAsync(name, scopes, "ann", Now, expiresAt);
        return (token, secret.Reveal());
    }

    private async Task<LiveToken?> FindAsync(string secret)
    {
        await using var context = Database.CreateContext();
        return await new AccessTokens(context).FindAsync(secret);
    }
}
