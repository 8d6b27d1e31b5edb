using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Telemetry;

namespace MlOps.Persistence.Operations;

/// <summary>
/// Reads what a database has and what goes on in it. Writers, jobs and alerts are those of the tenant of the context. Slices, sizes and
/// migrations are those of the whole database.
/// </summary>
/// <param name="context">Any context that UseMlOps configured.</param>
public sealed class StatusReader(MlOpsDbContext context)
{
    // A writer renews its report every few seconds. One that has been silent for a day is no longer of interest.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    /// <summary>Reads it. It changes nothing, and any login may do so: what it may not see is named.</summary>
    public async Task<SystemStatus> ReadAsync(DateTimeOffset now, CancellationToken cancellationToken = default)
    {
        var version = await context.Database.SqlQuery<string>($"SELECT current_setting('server_version') AS \"Value\"")
            .SingleAsync(cancellationToken).ConfigureAwait(false);
        var (parts, known) = (new PartReader(), DeclaredMigrations.Of(context).Keys.ToList());
        var applied = await parts.ReadAsync("migrations", [], () => ListMigrationsAsync(context, cancellationToken)).ConfigureAwait(false);
        var slices = await parts.ReadAsync("slices", [], () => new SliceReader(context).ReportAsync(now, cancellationToken))
            .ConfigureAwait(false);
        var writers = await parts.ReadAsync("writers", [], () => ListWritersAsync(now, cancellationToken)).ConfigureAwait(false);
        var jobs = await parts.ReadAsync("jobs", [], () => ListJobsAsync(cancellationToken)).ConfigureAwait(false);
        var alerts = await parts.ReadAsync(
            "alerts", [], async () => await new AlertRepository(context).StreamOpenAsync().ToListAsync(cancellationToken)
                .ConfigureAwait(false)).ConfigureAwait(false);
        var bytes = await parts.ReadAsync("databaseBytes", null, () => MeasureAsync(cancellationToken)).ConfigureAwait(false);
        var tables = await parts.ReadAsync("tables", [], () => ListTablesAsync(cancellationToken)).ConfigureAwait(false);
        return new SystemStatus(
            version, applied, [.. parts.Missing.ContainsKey("migrations") ? [] : known.Except(applied)], [.. applied.Except(known)],
            slices, writers, jobs, alerts, bytes, tables, parts.Missing);
    }

    /// <summary>Lists the migrations of the database, the oldest first.</summary>
    internal static async Task<List<string>> ListMigrationsAsync(MlOpsDbContext context, CancellationToken cancellationToken) =>
        // The table of EF Core is not for readers; the view is.
        await context.Database.SqlQuery<string>(
            $"SELECT version || '_' || name AS \"Value\" FROM schema_migrations ORDER BY version, name")
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    private async Task<List<WriterReport>> ListWritersAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        await context.WriterReports.AsNoTracking()
            .Where(writer => writer.StoppedAt == null && writer.SeenAt > now - Remembered)
            .OrderBy(writer => writer.Host).ThenBy(writer => writer.ProcessId).ThenBy(writer => writer.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);

    private async Task<List<JobStatus>> ListJobsAsync(CancellationToken cancellationToken)
    {
        var jobs = new JobRepository(context);
        var activities = (await jobs.ListActivityAsync(cancellationToken).ConfigureAwait(false))
            .ToDictionary(activity => activity.JobId);
        var listed = new List<JobStatus>();
        await foreach (var job in jobs.StreamAsync().WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            var activity = activities.GetValueOrDefault(job.Id);
            listed.Add(new JobStatus(
                job.Name, job.IsEnabled, job.NextDueAt, activity?.RunningSince, job.Failures, activity?.LastEndedAt, activity?.LastError));
        }

        return listed;
    }

    private async Task<long?> MeasureAsync(CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"")
            .SingleAsync(cancellationToken).ConfigureAwait(false);

    private async Task<List<StoredTable>> ListTablesAsync(CancellationToken cancellationToken) =>
    [
        .. (await TableSize.ListAsync(context, cancellationToken).ConfigureAwait(false))
            .OrderByDescending(table => table.Bytes).ThenBy(table => table.TableName, StringComparer.Ordinal)
            .Select(table => new StoredTable(table.TableName, (long)table.Bytes)),
    ];
}
