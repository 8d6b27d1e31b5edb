using Npgsql;

namespace MlOps.Persistence.Operations;

/// <summary>Reads the parts of a status. A part that the login may not see, or that the schema does not have, is missing alone.</summary>
internal sealed class PartReader
{
    private readonly Dictionary<string, string> _missing = new(StringComparer.Ordinal);

    /// <summary>Why parts are missing, by their names.</summary>
    public IReadOnlyDictionary<string, string> Missing => _missing;

    public async Task<T> ReadAsync<T>(string part, T otherwise, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (Exception e) when (FindReason(e) is { } reason)
        {
            _missing[part] = reason;
            return otherwise;
        }
    }

    // EF Core wraps what Npgsql throws.
    private static string? FindReason(Exception? exception)
    {
        for (; exception is not null and not OperationCanceledException; exception = exception.InnerException)
        {
            if (SlowRead.Is(exception))
                return "Not read in time. Try again when the database has less to do.";

            switch (exception)
            {
                case PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal:
                    return $"Not visible to this login: {refusal.MessageText}.";
                case PostgresException
                {
                    SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn
                        or PostgresErrorCodes.UndefinedFunction,
                } refusal:
                    return $"The schema of the database is another one: {refusal.MessageText}.";
            }
        }

        return null;
    }
}
