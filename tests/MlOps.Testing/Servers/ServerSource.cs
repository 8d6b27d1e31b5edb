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
        _ when value.Contains('=', StringComparison.Ordinal) => new GivenServerSource(value),
        _ => throw new InvalidOperationException(
            $"{Variable} is '{value}'. It must be 'private', 'container' or a connection string such as " +
            "'Host=localhost;Username=postgres;Password=…'. Without it, the tests start a private server."),
    };

    /// <summary>Starts the server, or joins it. Returns a connection string of an administrator.</summary>
    public abstract Task<string> StartAsync();

    public abstract ValueTask DisposeAsync();
}
