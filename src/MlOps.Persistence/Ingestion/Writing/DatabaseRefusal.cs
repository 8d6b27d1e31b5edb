using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using MlOps.Domain.Predictions;
using Npgsql;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Tells apart what the database will never take, since the row itself is at fault, from what it will take later: when it
/// is back, migrated, or willing. Only the first kind is ever given up.
/// </summary>
internal static class DatabaseRefusal
{
    // Classes of SQLSTATE: data exceptions, violated constraints, what a view's CHECK OPTION refuses, limits that a value
    // exceeds, and what triggers raise without a code of their own.
    private static readonly string[] OfTheRow = ["22", "23", "44", "54", "P0"];

    /// <summary>Whether the row is at fault.</summary>
    public static bool IsOfTheRow(Exception exception) =>
        FindServerError(exception) is { } error
            ? OfTheRow.Contains(error.SqlState[..2])
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

        // Encoding replaces lone surrogates, and what is cut may end with one.
        var kept = Encoding.UTF8.GetBytes(text[..Math.Min(text.Length, Prediction.MaxTextLength)]);
        return Encoding.UTF8.GetString(kept).Replace('\0', '\uFFFD');
    }

    private static PostgresException? FindServerError(Exception? exception) =>
        exception is null or PostgresException ? exception as PostgresException : FindServerError(exception.InnerException);

    private static bool IsOfTheWorld(Exception? exception) => exception is not null
        && (exception is DbException or IOException or SocketException or TimeoutException or OperationCanceledException
                or ObjectDisposedException or MlOpsException
            || IsOfTheWorld(exception.InnerException));
}
