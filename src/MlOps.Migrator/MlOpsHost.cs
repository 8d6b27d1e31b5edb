using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Connections;
using MlOps.PrivateServer;
using MlOps.PrivateServer.Programs;
using Npgsql;

namespace MlOps.Migrator;

/// <summary>The services of MlOps on the database that the user chose, or else on the private server.</summary>
internal sealed class MlOpsHost : IDisposable
{
    private readonly IHost _host;

    private MlOpsHost(IHost host, string connectionString, string target, bool isPrivate)
    {
        _host = host;
        ConnectionString = connectionString;
        Target = target;
        IsPrivate = isPrivate;
    }

    public IServiceProvider Services => _host.Services;

    /// <summary>With its password: never shown.</summary>
    public string ConnectionString { get; }

    /// <summary>The database, as a person would name it.</summary>
    public string Target { get; }

    /// <summary>Whether it is on the private server of this project.</summary>
    public bool IsPrivate { get; }

    /// <summary>Finds the database; starts the private server if none was chosen.</summary>
    public static async Task<MlOpsHost> OpenAsync(
        ContextFactory contexts, string? connectionOption, CancellationToken cancellationToken)
    {
        var builder = Host.CreateApplicationBuilder();
        TerminalLog.Add(builder.Logging);

        var chosen = ConnectionSettings.Resolve(connectionOption, builder.Configuration);
        var connection = chosen?.ConnectionString ?? await StartPrivateServerAsync(cancellationToken);
        contexts.Register(builder.Services, connection);
        builder.Services.AddSingleton(TimeProvider.System);

        var settings = new NpgsqlConnectionStringBuilder(connection);
        var target = $"database '{settings.Database}' at {settings.Host}:{settings.Port}";
        return new MlOpsHost(
            builder.Build(), connection, chosen is null
                ? $"{target} (private server)" : $"{target} (from {chosen.Source})", chosen is null);
    }

    public void Dispose() => _host.Dispose();

    private static async Task<string> StartPrivateServerAsync(CancellationToken cancellationToken)
    {
        var home = LocalHome.OfThisProject();
        var server = LocalServer.Open(home, PostgresLocator.ForThisMachine(home));
        return (await server.StartAsync(cancellationToken)).ConnectionString;
    }
}
