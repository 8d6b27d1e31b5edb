using DotNet.Testcontainers.Builders;
using Testcontainers.PostgreSql;

namespace MlOps.Testing.Servers;

/// <summary>A container for each test process, which Testcontainers removes when the process has ended.</summary>
internal sealed class ContainerServerSource(IReadOnlyDictionary<string, string> settings) : ServerSource
{
    public const string ImageVariable = "MLOPS_TEST_IMAGE";
    public const string DefaultImage = "postgres:18";

    private PostgreSqlContainer? _container;

    public override async Task<string> StartAsync()
    {
        try
        {
            _container = new PostgreSqlBuilder(Environment.GetEnvironmentVariable(ImageVariable) ?? DefaultImage)
                .WithCommand([.. settings.SelectMany(setting => new[] { "-c", $"{setting.Key}={setting.Value}" })])
                .Build();
        }
        catch (DockerUnavailableException e)
        {
            throw new InvalidOperationException(
                $"{Variable} is 'container', but no container engine can be reached. Start one, or unset {Variable}, so that the tests " +
                $"start a private server. Testcontainers says: {e.Message}",
                e);
        }

        await _container.StartAsync();
        return _container.GetConnectionString();
    }

    public override async ValueTask DisposeAsync()
    {
        if (_container is not null)
            await _container.DisposeAsync();
    }
}
