using System.CommandLine;

namespace MlOps.Migrator.Commands;

/// <summary>Which database a command works with.</summary>
internal sealed class ConnectionOption() : Option<string?>("--connection")
{
    public static ConnectionOption Create() => new()
    {
        Description =
            "The database: Host=…;Database=…;Username=…;Password=… or postgres://user:password@host/database. " +
            "If it is not given, MLOPS_CONNECTION, ConnectionStrings__MlOps, the POSTGRES_ variables, or PGHOST and the like name the " +
            "database. " +
            "If none of them is set, it is on the private server of this project.",
        HelpName = "connection",
    };
}
