using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Distinguishes two kinds of failure. In one the row itself is at fault, and the database will never take it. In the other the
/// database will take the row later: when it is back, migrated, or has room. Only rows of the first kind become dead letters.
/// </summary>
internal static class DatabaseRefusal
{
    // Longer than anyone reads, and far shorter than a column allows.
    private const int MaxReasonLength = 10_000;

    // Classes of SQLSTATE: data exceptions, violated constraints, what a view's CHECK OPTION refuses, limits that a value
    // exceeds, and what triggers raise without a code of their own.
    private static readonly string[] OfTheRow = ["22", "23", "44", "54", "P0"];

    // Classes of errors that pass, or that the operator has to remove. A trigger that raises any other code refuses the row.
    private static readonly string[] OfTheServer =
        ["08", "0A", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "72", "F0", "XX"];

    /// <summary>Whether the row is at fault.</summary>
    public static bool IsOfTheRow(Exception exception) =>
        FindServerError(exception) is { } error
            ? OfTheRow.Contains(error.SqlState[..2]) || (IsRaised(error) && !OfTheServer.Contains(error.SqlState[..2]))
            : !IsOfTheEnvironment(exception);

    /// <summary>Whether a row with the same key is stored already.</summary>
    public static bool IsDuplicate(Exception exception) => FindSqlState(exception) == PostgresErrorCodes.UniqueViolation;

    public static string? FindSqlState(Exception exception) => FindServerError(exception)?.SqlState;

    /// <summary>
    /// What the server or the client says, without the exceptions around it, as a text that can be stored.
    /// </summary>
    public static string Describe(Exception exception) =>
        FindServerError(exception) is { } error
            ? MakeStorable(
                $"{(error.TableName is { } table ? $"{table}: " : "")}{error.MessageText}" +
                $"{(error.Detail is { } detail ? $" {detail}" : "")}",
                error.SqlState)
            : MakeStorable(exception.Message, exception.GetType().Name);

    // Triggers and converters of an application may say nothing, a whole document, or characters that PostgreSQL cannot store.
    private static string MakeStorable(string text, string kind)
    {
        if (string.IsNullOrWhiteSpace(text))
            return $"{kind}, without a message.";

        // Encoding replaces lone surrogates, including half of a pair that was cut.
        var cut = text.Length > MaxReasonLength ? $"{text.AsSpan(0, MaxReasonLength)} ..." : text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(cut.Replace('\0', '\uFFFD')));
    }

    // The name of the server's own function that executes RAISE in PL/pgSQL.
    private static bool IsRaised(PostgresException error) => error.Routine == "exec_stmt_raise";

    private static PostgresException? FindServerError(Exception? exception) =>
        exception is null or PostgresException ? exception as PostgresException : FindServerError(exception.InnerException);

    private static bool IsOfTheEnvironment(Exception? exception) => exception is not null
        && (exception is DbException or IOException or SocketException or TimeoutException or OperationCanceledException
                or ObjectDisposedException or MlOpsException
            || IsOfTheEnvironment(exception.InnerException));
}
