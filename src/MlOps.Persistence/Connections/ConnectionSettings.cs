using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace MlOps.Persistence.Connections;

/// <summary>The connection that the user chose, and its source.</summary>
public sealed record ConnectionSettings(string ConnectionString, string Source)
{
    private const string Option = "--connection";
    private const string HostKey = "POSTGRES_HOST";
    private const string PortKey = "POSTGRES_PORT";
    private const string UserKey = "POSTGRES_USER";
    private const string PasswordKey = "POSTGRES_PASSWORD";
    private const string DatabaseKey = "MLOPS_DB_NAME";

    private static readonly string[] Keys = ["MLOPS_CONNECTION", "ConnectionStrings:MlOps"];
    private static readonly string[] PartKeys = [HostKey, PortKey, UserKey, PasswordKey, DatabaseKey];

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

        return FromParts(configuration);
    }

    /// <summary>Only the source, because the connection string has a password.</summary>
    public override string ToString() => Source;

    private static ConnectionSettings? FromParts(IConfiguration configuration)
    {
        var given = PartKeys.Where(key => Part(key) is not null).ToList();
        if (given.Count == 0)
            return null;

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Part(HostKey) ?? "localhost",
            Port = PortOf(Part(PortKey)),
            Username = Part(UserKey) ?? "postgres",
            Password = Part(PasswordKey),
            Database = Part(DatabaseKey) ?? "mlops",
        };
        return new ConnectionSettings(settings.ConnectionString, string.Join(", ", given));

        string? Part(string key) => configuration[key] is { Length: > 0 } value ? value : null;
    }

    private static int PortOf(string? text)
    {
        if (text is null)
            return NpgsqlConnection.DefaultPort;
        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new MlOpsException(
                MlOpsError.Configuration, $"{PortKey} is '{text}', which is not a port. Set it to a number from 1 to 65535.");
    }
}
