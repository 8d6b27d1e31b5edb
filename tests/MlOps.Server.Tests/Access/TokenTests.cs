using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Server.Tests.Access;

/// <summary>Who may do what, by the token of the request.</summary>
public class TokenTests(TestDatabase database) : ServerTest(database)
{
    private const string Item = """{"service_name":"ranking","prediction_type":"score","predicted_value":0.7}""";

    private readonly Guid _other = Guid.CreateVersion7();

    [Fact]
    public async Task Each_token_writes_for_its_own_tenant()
    {
        var (mine, others) = (await CreateTokenAsync(Tenants.Default), await CreateTokenAsync(_other));
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        Assert.Equal(200, (await SendAsync(server, mine)).Status);
        Assert.Equal(200, (await SendAsync(server, others)).Status);
        Assert.Equal(200, (await SendAsync(server, others)).Status);
        await server.FlushAsync();
        foreach (var (tenant, count) in new[] { (Tenants.Default, 1), (_other, 2) })
        {
            await using var context = Database.CreateContext(tenant);
            Assert.Equal(count, await context.Predictions.CountAsync());
        }
    }

    [Fact]
    public async Task Without_a_token_or_with_a_wrong_one_nothing_is_taken()
    {
        var right = await CreateTokenAsync(Tenants.Default);
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        Assert.Equal(
            (401, "Send a token: 'Authorization: Bearer mlops_…'. 'mlops tokens create' makes one."),
            Error(await server.SendAsync("/v1/predictions", Item)));
        string[] wrong = ["x", AccessSecret.Draw().Reveal(), right[..^1], right + "x", right.ToUpperInvariant(), "' OR 1=1"];
        foreach (var token in wrong)
            Assert.Equal((401, "The token is not valid: it is unknown, expired or revoked."), Error(await SendAsync(server, token)));

        Assert.Equal(401, (await SendAsync(server, "")).Status);

        await server.FlushAsync();
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused_by_its_name()
    {
        var reads = await CreateTokenAsync(Tenants.Default, AccessScopes.Read | AccessScopes.Decide | AccessScopes.Admin);
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        Assert.Equal((403, "The token 'test' has not the scope that this needs."), Error(await SendAsync(server, reads)));
    }

    [Fact]
    public async Task A_token_that_was_revoked_is_refused_after_ten_seconds()
    {
        var token = await CreateTokenAsync(Tenants.Default);
        await using var server = await StartAsync(options => options.RequiresTokens = true);
        Assert.Equal(200, (await SendAsync(server, token)).Status);
        await using (var context = Database.CreateOwnerContext())
            await new AccessTokens(context).RevokeAsync("test", "ann", DateTimeOffset.UtcNow);

        Clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(401, (await SendAsync(server, token)).Status);
    }

    [Fact]
    public async Task Where_no_token_is_required_one_that_is_sent_counts_all_the_same()
    {
        var token = await CreateTokenAsync(_other);
        await using var server = await StartAsync();
        Assert.Equal(200, (await SendAsync(server, token)).Status);
        Assert.Equal(200, (await server.SendAsync("/v1/predictions", Item)).Status);
        Assert.Equal(401, (await SendAsync(server, AccessSecret.Draw().Reveal())).Status);
        await server.FlushAsync();
        await using var context = Database.CreateContext(_other);
        Assert.Equal(1, await context.Predictions.CountAsync());
    }

    [Theory]
    [InlineData("X-Forwarded-For"), InlineData("Forwarded"), InlineData("X-Real-IP"), InlineData("Via"), InlineData("Origin")]
    [InlineData("Sec-Fetch-Site"), InlineData("Host")]
    public async Task A_request_that_may_be_of_others_needs_a_token(string header)
    {
        await using var server = await StartAsync();
        Assert.Equal(
            (401, "The request came through a proxy or a browser, or to another name than localhost. Send a token."),
            Error(await server.SendAsync("/v1/predictions", Item, headers: (header, "evil.example"))));
    }

    [Theory]
    [InlineData("http://0.0.0.0:0"), InlineData("http://127.0.0.1:0;http://*:0"), InlineData("http://[::]:0")]
    [InlineData("http://loopback:0")]
    public async Task Without_tokens_it_does_not_listen_to_other_machines(string urls)
    {
        var refused = await Assert.ThrowsAsync<MlOpsException>(() => StartAsync(options => options.Urls = urls));
        Assert.Equal(MlOpsError.Configuration, refused.Error);
        Assert.Contains("to other machines at http://", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_requests_of_a_tenant_get_429_and_another_tenant_is_served()
    {
        var (mine, others) = (await CreateTokenAsync(Tenants.Default), await CreateTokenAsync(_other));
        await using var server = await StartAsync(options => (options.RequiresTokens, options.MaxRequestsPerSecond) = (true, 3));
        var statuses = new List<int>();
        while (statuses.Count < 50 && !statuses.Contains(429))
            statuses.Add((await SendAsync(server, mine)).Status);

        Assert.Contains(429, statuses);
        Assert.Equal(200, (await SendAsync(server, others)).Status);
    }

    private static (int, string) Error((int Status, System.Text.Json.JsonElement Answer) answer) =>
        (answer.Status, answer.Answer.GetProperty("error").GetString()!);

    private static Task<(int Status, System.Text.Json.JsonElement Answer)> SendAsync(RunningServer server, string token) =>
        server.SendAsync("/v1/predictions", Item, headers: ("Authorization", $"Bearer {token}"));
}
