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
        catch (Exception e) when (FindRefusal(e) is { } refusal)
        {
            _missing[part] = refusal.SqlState == PostgresErrorCodes.InsufficientPrivilege
                ? $"Not visible to this login: {refusal.MessageText}."
                : $"The schema of the database is another one: {refusal.MessageText}.";
            return otherwise;
        }
    }

    // EF Core wraps what Npgsql throws.
    private static PostgresException? FindRefusal(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is PostgresException
                {
                    SqlState: PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.UndefinedTable
                        or PostgresErrorCodes.UndefinedColumn or PostgresErrorCodes.UndefinedFunction,
                } refusal)
                return refusal;
        }

        return null;
    }
}
