using System.Net;
using Npgsql;

namespace MlOps.PrivateServer;

/// <summary>How to connect to the running private server as its administrator.</summary>
public sealed class LocalServerInfo
{
    internal LocalServerInfo(int port, string password, string version, DateTimeOffset started)
    {
        Port = port;
        Password = password;
        Version = version;
        Started = started;
    }

    public static string Host { get; } = IPAddress.Loopback.ToString();

    public static string User => "mlops";

    public static string Database => "mlops";

    public int Port { get; }

    public string Password { get; }

    /// <summary>The version that the server reports, for instance 15.8.</summary>
    public string Version { get; }

    public DateTimeOffset Started { get; }

    public string ConnectionString => Connect(Port, Password, Database).ConnectionString;

    internal static NpgsqlConnectionStringBuilder Connect(int port, string password, string database) => new()
    {
        Host = Host,
        Port = port,
        Username = User,
        Password = password,
        Database = database,
        // The server has no certificate, and no data goes outside the machine.
        SslMode = SslMode.Disable,
        GssEncryptionMode = GssEncryptionMode.Disable,
        // After a crash, a foreign program may use our port. It must not learn the password.
        RequireAuth = "ScramSHA256",
    };
}
