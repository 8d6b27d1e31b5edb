using System.Data.Common;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MlOps.Domain;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>
/// Says why something could not be stored. Only what is known to be the fault of a row counts as that: everything else is tried
/// again, and nothing is lost by it.
/// </summary>
public static class DatabaseRefusal
{
    // Longer than anyone reads, and far shorter than a column allows.
    private const int MaxReasonLength = 10_000;

    // Classes of SQLSTATE: data exceptions, violated constraints, what a view's CHECK OPTION refuses, limits that a value
    // exceeds, and what triggers raise without a code of their own.
    private static readonly string[] OfTheRow = ["22", "23", "44", "54", "P0"];

    // Lost connections, transactions that must begin again, resources, what an operator or a timeout ended, and the system.
    private static readonly string[] OfTheMoment = ["08", "25", "40", "53", "55", "57", "58", "72", "XX"];

    // What is missing, forbidden or unknown. A trigger that raises a code of no list refuses the row.
    private static readonly string[] OfTheConfiguration = ["0A", "28", "3D", "3F", "42", "F0"];

    /// <summary>What was the cause of an exception of the server, of Npgsql, of EF or of MlOps.</summary>
    public static RefusalCause FindCause(Exception exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return FindServerError(exception) is { } error ? FindCause(error) : FindCauseOfClient(exception);
    }

    /// <summary>Whether a row refers to one that is not there.</summary>
    internal static bool IsOrphan(Exception exception) => FindSqlState(exception) == PostgresErrorCodes.ForeignKeyViolation;

    /// <summary>Whether the server did not manage the work in the time that it had, so that less work may help.</summary>
    internal static bool IsTimeout(Exception exception) =>
        FindServerError(exception) is { } error
            ? error.SqlState == PostgresErrorCodes.QueryCanceled
            : exception is not MlOpsException { Error: MlOpsError.ServerUnreachable }
                && Chain(exception).Any(inner => inner is TimeoutException);

    /// <summary>Whether a row with the same key is stored already.</summary>
    internal static bool IsDuplicate(Exception exception) => FindSqlState(exception) == PostgresErrorCodes.UniqueViolation;

    /// <summary>
    /// Whether another way of the same rows may say more of what the server refuses, or need no right that this one needs.
    /// </summary>
    internal static bool MayDependOnTheWay(PostgresException error) => FindCause(error) switch
    {
        RefusalCause.Row => true,
        RefusalCause.Configuration => !IsRaised(error),
        _ => false,
    };

    internal static string? FindSqlState(Exception exception) => FindServerError(exception)?.SqlState;

    /// <summary>
    /// What the server or the client says, without the exceptions around it, as a text that can be stored.
    /// </summary>
    internal static string Describe(Exception exception) =>
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

    private static RefusalCause FindCause(PostgresException error)
    {
        var sqlClass = error.SqlState[..2];
        return OfTheRow.Contains(sqlClass) ? RefusalCause.Row
            : OfTheMoment.Contains(sqlClass) ? RefusalCause.Moment
            : OfTheConfiguration.Contains(sqlClass) || !IsRaised(error) ? RefusalCause.Configuration
            : RefusalCause.Row;
    }

    private static RefusalCause FindCauseOfClient(Exception exception)
    {
        foreach (var inner in Chain(exception))
        {
            switch (inner)
            {
                case DomainException or JsonException or MlOpsException { Error: MlOpsError.SliceGone }:
                    return RefusalCause.Row;
                case MlOpsException { Error: MlOpsError.Conflict or MlOpsError.ServerUnreachable }:
                    return RefusalCause.Moment;
                case MlOpsException:
                    return RefusalCause.Configuration;
                case DbException or IOException or SocketException or TimeoutException or OperationCanceledException
                    or ObjectDisposedException or OutOfMemoryException:
                    return RefusalCause.Moment;
            }
        }

        return RefusalCause.Unknown;
    }

    private static PostgresException? FindServerError(Exception exception) =>
        Chain(exception).OfType<PostgresException>().FirstOrDefault();

    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
            yield return exception;
    }
}
