using System.Text.Json;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Tenancy;
using MlOps.Testing;

namespace MlOps.Server.Tests;

/// <summary>A test with a server on a database of its own.</summary>
public abstract class ServerTest(TestDatabase database) : DatabaseTest(database)
{
    private readonly TestDirectory _journal = new();

    private protected Task<RunningServer> StartAsync(Action<ServerOptions>? configure = null) =>
        RunningServer.StartAsync(Database.ConnectionString, _journal.Path, Clock, configure);

    private protected LaterClock Clock { get; } = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _journal.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected async Task<string> CreateTokenAsync(Guid tenant, AccessScopes scopes = AccessScopes.Write)
    {
        await using var context = Database.CreateOwnerContext(tenant);
        return (await new AccessTokens(context).CreateAsync("test", scopes, "ann", DateTimeOffset.UtcNow)).Secret.Reveal();
    }

    private protected static string[] Errors(JsonElement answer) =>
        [.. answer.GetProperty("items").EnumerateArray().Where(item => item.TryGetProperty("error", out _))
            .Select(item => item.GetProperty("error").GetString()!)];

    private protected static Guid[] Ids(JsonElement answer) =>
        [.. answer.GetProperty("items").EnumerateArray().Where(item => item.TryGetProperty("id", out _))
            .Select(item => item.GetProperty("id").GetGuid())];
}
