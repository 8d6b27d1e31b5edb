using Microsoft.Extensions.Configuration;

namespace MlOps.Persistence.Connections;

/// <summary>The connection that the user chose, and its source.</summary>
public sealed record ConnectionSettings(string ConnectionString, string Source)
{
    private const string Option = "--connection";
    private static readonly string[] Keys = ["MLOPS_CONNECTION", "ConnectionStrings:MlOps"];

    /// <summary>A connection that is given by an option of its own.</summary>
    public static ConnectionSettings Of(string text, string source) => new(ConnectionText.Parse(text, source), source);

    /// <summary>The first connection that is configured; null if there is none, and the private server is meant.</summary>
    public static ConnectionSettings? Resolve(string? option, IConfiguration configuration)
    {
        if (option is not null)
            return new ConnectionSettings(ConnectionText.Parse(option, Option), Option);

        foreach (var key in Keys)
        {
            if (configuration[key] is { } text && !string.IsNullOrWhiteSpace(text))
                return new ConnectionSettings(ConnectionText.Parse(text, key), key);
        }

        return ConnectionVariables.FindOfServices(configuration) ?? ConnectionVariables.FindOfPostgres(configuration);
    }

    /// <summary>Only the source, because the connection string has a password.</summary>
    public override string ToString() => Source;
}
