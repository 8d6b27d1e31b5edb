using System.Globalization;
using Microsoft.Extensions.Configuration;
using Npgsql;

namespace MlOps.Persistence.Connections;

/// <summary>Variables that each name a part of the connection.</summary>
internal sealed record ConnectionVariables(string Host, string Port, string User, string Password, string Database)
{
    private const string UsualHost = "localhost";
    private const string SslModeKey = "PGSSLMODE";

    /// <summary>Those that services have had; any one of them is enough.</summary>
    public static ConnectionVariables OfServices { get; } =
        new("POSTGRES_HOST", "POSTGRES_PORT", "POSTGRES_USER", "POSTGRES_PASSWORD", "MLOPS_DB_NAME");

    /// <summary>Those of PostgreSQL's own programs, which `mlops local env` prints.</summary>
    public static ConnectionVariables OfPostgres { get; } = new("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE");

    /// <summary>The connection of <see cref="OfServices"/>; null if none of them is set.</summary>
    public static ConnectionSettings? FindOfServices(IConfiguration configuration) =>
        OfServices.Read(configuration, "postgres", "mlops");

    /// <summary>
    /// The connection of <see cref="OfPostgres"/>, with the defaults of psql; null if there is no PGHOST. The others are often set for
    /// another purpose.
    /// </summary>
    public static ConnectionSettings? FindOfPostgres(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration[OfPostgres.Host]))
            return null;

        var user = configuration[OfPostgres.User] is { Length: > 0 } given ? given : Environment.UserName;
        var read = OfPostgres.Read(configuration, user, user)!;
        return configuration[SslModeKey] is { Length: > 0 } mode ? read with { ConnectionString = AddSslMode(read, mode) } : read;
    }

    private static string AddSslMode(ConnectionSettings settings, string mode) =>
        Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var known)
            ? new NpgsqlConnectionStringBuilder(settings.ConnectionString) { SslMode = known }.ConnectionString
            : throw new MlOpsException(
                MlOpsError.Configuration,
                $"{SslModeKey} is '{mode}'. Set it to disable, allow, prefer, require, verify-ca or verify-full.");

    private ConnectionSettings? Read(IConfiguration configuration, string usualUser, string usualDatabase)
    {
        var given = new[] { Host, Port, User, Password, Database }.Where(key => Find(key) is not null).ToList();
        if (given.Count == 0)
            return null;

        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Find(Host) ?? UsualHost,
            Port = ParsePort(Find(Port)),
            Username = Find(User) ?? usualUser,
            Password = Find(Password),
            Database = Find(Database) ?? usualDatabase,
        };
        return new ConnectionSettings(settings.ConnectionString, string.Join(", ", given));

        string? Find(string key) => configuration[key] is { Length: > 0 } value ? value : null;
    }

    private int ParsePort(string? text)
    {
        if (text is null)
            return NpgsqlConnection.DefaultPort;

        return ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : throw new MlOpsException(
                MlOpsError.Configuration, $"{Port} is '{text}', which is not a port. Set it to a number from 1 to 65535.");
    }
}
