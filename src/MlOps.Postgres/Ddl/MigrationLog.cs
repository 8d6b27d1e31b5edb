using Microsoft.Extensions.Logging;

namespace MlOps.Postgres.Ddl;

/// <summary>What a migration says in the log.</summary>
internal static partial class MigrationLog
{
    [LoggerMessage(LogLevel.Warning, "Another process migrates the database. This one waits until it is done.")]
    public static partial void Waiting(ILogger logger);
}
