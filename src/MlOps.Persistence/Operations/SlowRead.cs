using Npgsql;

namespace MlOps.Persistence.Operations;

/// <summary>A statement that was ended because it took too long, or waited too long for a lock.</summary>
internal static class SlowRead
{
    public static bool Is(Exception cause) => cause is TimeoutException
        or NpgsqlException { InnerException: TimeoutException }
        or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable };
}
