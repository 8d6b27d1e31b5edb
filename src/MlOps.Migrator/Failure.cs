using System.Net.Sockets;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.PrivateServer;
using Npgsql;

namespace MlOps.Migrator;

/// <summary>Turns an exception into one line that says what happened and what to do, and into an exit code.</summary>
internal static class Failure
{
    private const string DebugVariable = "MLOPS_DEBUG";

    public static int Report(Exception exception)
    {
        if (Find<OperationCanceledException>(exception) is not null)
        {
            Terminal.Error("Interrupted. What was not finished is not stored. Run the command again.");
            return ExitCode.Interrupted;
        }

        var (code, message) = Explain(exception);
        Show(exception, message);
        return code;
    }

    /// <summary>Says what happened, where the command goes on all the same.</summary>
    /// <param name="exception">What happened.</param>
    /// <param name="outlook">How it goes on: "The jobs are tried again."</param>
    public static void ReportAndGoOn(Exception exception, string outlook) =>
        Show(exception, $"{Explain(exception).Message} {outlook}");

    private static void Show(Exception exception, string message)
    {
        Terminal.Error(message);
        if (Environment.GetEnvironmentVariable(DebugVariable) is { Length: > 0 })
            Terminal.Note($"{exception}");
    }

    private static (int Code, string Message) Explain(Exception exception)
    {
        if (Find<MlOpsException>(exception) is { } known)
            return (ExitCode.Of(known.Error), known.Message);

        if (Find<PrivateServerException>(exception) is { } serverFailure)
            return (ExitCode.Of(serverFailure.Error), serverFailure.Message);

        // EF Core wraps what Npgsql throws, so the cause is an inner exception.
        if (Find<PostgresException>(exception) is { } refused
            && ExplainRefusal(refused.SqlState, Terminal.ShowControls(refused.MessageText)) is { } refusal)
        {
            return refusal;
        }

        if (Find<NpgsqlException>(exception) is { } failed and not PostgresException && ExplainConnection(failed) is { } reason)
            return reason;

        return exception is DomainException
            ? (ExitCode.Usage, exception.Message)
            : (ExitCode.Unexpected,
                $"Unexpected {exception.GetType().Name}: {FirstLine(exception.GetBaseException().Message)}. " +
                $"Set {DebugVariable}=1 to see where it comes from.");
    }

    private static (int, string)? ExplainRefusal(string state, string said) => state switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            (ExitCode.Of(MlOpsError.AuthenticationFailed),
                $"The server refuses the user or the password: {said}. Check both in the connection string."),
        PostgresErrorCodes.InvalidCatalogName =>
            (ExitCode.Of(MlOpsError.DatabaseUnavailable), $"{Sentence(said)} Create it, or name another."),
        PostgresErrorCodes.InsufficientPrivilege =>
            (ExitCode.Of(MlOpsError.DatabaseUnavailable),
                $"The user has no permission: {said}. Use the owner of the database, or grant the permission."),
        PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.AdminShutdown =>
            (ExitCode.Of(MlOpsError.ServerUnreachable), $"The server is not available now: {said}. Try again later."),
        PostgresErrorCodes.UndefinedTable =>
            (ExitCode.Of(MlOpsError.DatabaseUnavailable),
                $"The database does not have the schema of this version: {said}. Run '{Invocation.Program} migrate' first."),
        PostgresErrorCodes.DuplicateTable =>
            (ExitCode.Of(MlOpsError.TakeoverRefused),
                $"The database has something of another program under a name that MlOps needs: {said}. " +
                $"'{Invocation.Program} takeover copy --dry-run' lists all of it, and docs/takeover.md says how MlOps takes its place."),
        PostgresErrorCodes.DiskFull =>
            (ExitCode.Of(MlOpsError.DatabaseUnavailable), $"The server has no space left: {said}. Free some, and try again."),
        _ => null,
    };

    private static (int, string)? ExplainConnection(NpgsqlException e)
    {
        if (Find<SocketException>(e) is not null || Find<TimeoutException>(e) is not null || Find<IOException>(e) is not null)
            return (ExitCode.Of(MlOpsError.ServerUnreachable),
                $"No answer from the server: {FirstLine(e.GetBaseException().Message)}. {FirstLine(e.Message)}. " +
                "Check the host and the port in the connection string, and whether the server runs.");

        // Npgsql says in no other way that the server asked for a password and there was none.
        return e.Message.Contains("password", StringComparison.OrdinalIgnoreCase)
            ? (ExitCode.Of(MlOpsError.AuthenticationFailed),
                "The server asks for a password, and the connection string has none. Add Password=…, or set PGPASSWORD.")
            : null;
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is T found)
                return found;
        }

        return null;
    }

    private static string FirstLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.');

    private static string Sentence(string message) => $"{char.ToUpperInvariant(message[0])}{message[1..]}.";
}
