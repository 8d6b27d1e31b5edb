using MlOps.Persistence;
using MlOps.Persistence.Connections;

namespace MlOps.Testing.Servers;

/// <summary>Where the PostgreSQL of a test run comes from.</summary>
internal abstract class ServerSource : IAsyncDisposable
{
    /// <summary>The environment variable that chooses one.</summary>
    public const string Variable = "MLOPS_TEST_SERVER";

    /// <summary>Chooses by the value of the variable.</summary>
    /// <exception cref="InvalidOperationException">The value chooses nothing.</exception>
    public static ServerSource Choose(string? value, IReadOnlyDictionary<string, string> settings) => value switch
    {
        null or "" or "private" => new PrivateServerSource(settings, isShared: true),
        "container" => new ContainerServerSource(settings),
        _ => new GivenServerSource(ParseConnection(value)),
    };

    // The value may have a password, so no message shows it.
    private static string ParseConnection(string text)
    {
        try
        {
            return ConnectionSettings.Of(text, Variable).ConnectionString;
        }
        catch (MlOpsException e)
        {
            throw new InvalidOperationException(
                $"{Variable} must be 'private', 'container' or a connection string. Without it, the tests start a private server. " +
                e.Message,
                e);
        }
    }

    /// <summary>Starts the server, or joins it. Returns a connection string of an administrator.</summary>
    public abstract Task<string> StartAsync();

    public abstract ValueTask DisposeAsync();
}
