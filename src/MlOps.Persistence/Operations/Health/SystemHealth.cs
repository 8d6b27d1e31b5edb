using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using Npgsql;

namespace MlOps.Persistence.Operations.Health;

/// <summary>
/// Checks whether the whole system is well. Rows are those of the tenant of the context; facts of the whole database are said to be such.
/// </summary>
public static class SystemHealth
{
    private const string Connection = "connection";

    private static readonly IReadOnlyList<IHealthProbe> Probes =
    [
        new MigrationProbe(),
        .. MeasureProbes.All,
        new SliceProbe(),
        new DeadLetterProbe(),
        new OpenAlertProbe(),
        new JournalProbe(),
        new ViewProbe(),
        new CapacityProbe(),
        new StandbyProbe(),
        new TransactionProbe(),
        new PreparedTransactionProbe(),
        new WraparoundProbe(),
    ];

    /// <summary>Checks each part, and stores nothing. A database that does not answer is a finding, and no error.</summary>
    /// <param name="context">A context that UseMlOps configured, of any login.</param>
    /// <param name="now">The present.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<HealthSnapshot> CheckAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        var (since, findings) = (Stopwatch.GetTimestamp(), new List<HealthFinding>());
        findings.Add(await ConnectAsync(context, cancellationToken).ConfigureAwait(false));
        foreach (var probe in findings[0].State == HealthState.Healthy ? Probes : [])
            findings.Add(await RunAsync(probe, context, now, cancellationToken).ConfigureAwait(false));

        return HealthSnapshot.Take(findings, Stopwatch.GetElapsedTime(since), now);
    }

    /// <summary>Runs a probe. What it may not read is said as such, and what fails is a finding.</summary>
    internal static async Task<HealthFinding> RunAsync(
        IHealthProbe probe, MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.RunAsync(context, now, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (FindCause(e) is { } cause)
        {
            return cause switch
            {
                PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal =>
                    Findings.NotVisible(probe.Name, $"This login may not read it: {refusal.MessageText}."),
                _ when SlowRead.Is(cause) => new HealthFinding(
                    probe.Name, HealthState.Degraded, $"It could not be read in time: {Explain(cause)}",
                    "See what else the database does, and try again: SELECT * FROM pg_stat_activity WHERE state <> 'idle'."),
                _ => new HealthFinding(
                    probe.Name, HealthState.Unhealthy, $"It could not be checked: {Explain(cause)}",
                    "Type 'mlops migrate' if a table is missing, and try again."),
            };
        }
    }

    private static async Task<HealthFinding> ConnectAsync(MlOpsDbContext context, CancellationToken cancellationToken)
    {
        try
        {
            var version = await context.Database.SqlQuery<string>($"SELECT current_setting('server_version') AS \"Value\"")
                .SingleAsync(cancellationToken).ConfigureAwait(false);
            return new HealthFinding(Connection, HealthState.Healthy, $"PostgreSQL {version} answers.");
        }
        catch (Exception e) when (FindCause(e) is { } cause)
        {
            return new HealthFinding(
                Connection, HealthState.Unhealthy, $"The database cannot be used: {Explain(cause)}",
                "See whether the server runs, and check the host, the user and the password of the connection string.");
        }
    }

    private static string Explain(Exception cause)
    {
        var text = cause is PostgresException refused ? refused.MessageText : cause.GetBaseException().Message;
        return $"{text.Split('\n')[0].Trim().TrimEnd('.')}.";
    }

    // EF Core wraps what Npgsql throws.
    private static Exception? FindCause(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is OperationCanceledException)
                return null;

            if (exception is NpgsqlException or TimeoutException or System.Net.Sockets.SocketException or MlOpsException)
                return exception;
        }

        return null;
    }
}
