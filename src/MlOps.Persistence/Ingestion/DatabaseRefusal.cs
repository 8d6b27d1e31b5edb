using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Tells apart what the database will never take, since the row itself is at fault, from what it will take later: when it
/// is back, migrated, or willing. Only the first kind is ever given up.
/// </summary>
internal static class DatabaseRefusal
{
    // More than anybody reads, and far less than a column takes.
    private const int MaxReasonLength = 10_000;

    // Classes of SQLSTATE: data exceptions, violated constraints, what a view's CHECK OPTION refuses, limits that a value
    // exceeds, and what triggers raise without a code of their own.
    private static readonly string[] OfTheRow = ["22", "23", "44", "54", "P0"];

    // Those of errors that pass, or that are nobody's fault but the operator's. Any other code that a trigger raises is the
    // choice of its author, who refuses the row with it.
    private static readonly string[] OfTheServer =
        ["08", "0A", "25", "28", "3D", "3F", "40", "42", "53", "55", "57", "58", "72", "F0", "XX"];

    /// <summary>Whether the row is at fault.</summary>
    public static bool IsOfTheRow(Exception exception) =>
        FindServerError(exception) is { } error
            ? OfTheRow.Contains(error.SqlState[..2]) || (IsRaised(error) && !OfTheServer.Contains(error.SqlState[..2]))
            : !IsOfTheWorld(exception);

    /// <summary>Whether a row with the same key is there.</summary>
    public static bool IsDuplicate(Exception exception) => StateOf(exception) == PostgresErrorCodes.UniqueViolation;

    public static string? StateOf(Exception exception) => FindServerError(exception)?.SqlState;

    /// <summary>
    /// What the server or the client says of it, without the frame that others put around it, as a text that can be kept.
    /// </summary>
    public static string Describe(Exception exception) =>
        FindServerError(exception) is { } error
            ? Keepable($"{(error.TableName is { } table ? $"{table}: " : "")}{error.MessageText}{(error.Detail is { } detail ? $" {detail}" : "")}", error.SqlState)
            : Keepable(exception.Message, exception.GetType().Name);

    // Triggers and converters of an application say what they like: nothing, a whole document, or what PostgreSQL cannot store.
    private static string Keepable(string text, string kind)
    {
        if (string.IsNullOrWhiteSpace(text))
            return $"{kind}, without a message.";

        // Encoding replaces lone surrogates, also one that is left of a pair that was cut.
        var kept = text.Length > MaxReasonLength ? $"{text.AsSpan(0, MaxReasonLength)} ..." : text;
        return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(kept.Replace('\0', '\uFFFD')));
    }

    // What the function of PL/pgSQL that executes RAISE is called in the server.
    private static bool IsRaised(PostgresException error) => error.Routine == "exec_stmt_raise";

    private static PostgresException? FindServerError(Exception? exception) =>
        exception is null or PostgresException ? exception as PostgresException : FindServerError(exception.InnerException);

    private static bool IsOfTheWorld(Exception? exception) => exception is not null
        && (exception is DbException or IOException or SocketException or TimeoutException or OperationCanceledException
                or ObjectDisposedException or MlOpsException
            || IsOfTheWorld(exception.InnerException));
}
