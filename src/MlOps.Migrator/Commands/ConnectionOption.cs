using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>Which database a command works with.</summary>
internal sealed class ConnectionOption() : Option<string?>("--connection")
{
    public static ConnectionOption Create() => new()
    {
        Description =
            "The database: Host=…;Database=…;Username=…;Password=… or postgres://user:password@host/database. " +
            "Without it MLOPS_CONNECTION, ConnectionStrings__MlOps or POSTGRES_HOST and its kin are used; " +
            "without those a private server of this project.",
        HelpName = "connection",
    };
}
