using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Alerts;

namespace MlOps.Persistence.Operations.Health;

/// <summary>Whether writes lie in a journal that nobody empties, or a journal grows because the database is slow or away.</summary>
internal sealed class JournalProbe : IHealthProbe
{
    private static readonly TimeSpan Silent = TimeSpan.FromMinutes(2);

    // A writer that keeps up has a journal of some segments. So many bytes are hours of a busy service.
    private const double Large = 1e9;
    private const double Huge = 10e9;

    public string Name => "journals";

    public async Task<HealthFinding> RunAsync(MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var reports = await context.WriterReports.AsNoTracking().Where(report => report.JournalBytes != null)
            .OrderByDescending(report => report.SeenAt)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var abandoned = reports.FindAll(report => report.QueueLength > 0
            && (report.StoppedAt is not null || report.SeenAt < now - Silent) && !report.HasSuccessorIn(reports));
        if (abandoned.Count > 0)
            return new HealthFinding(
                Name,
                HealthState.Degraded,
                string.Join(" ", abandoned.Select(Describe)),
                "Start that program again with the same journal directory, on whatever host has it: it stores what the journal has.");

        var largest = reports.FindAll(report => report.SeenAt >= now - Silent).MaxBy(report => report.JournalBytes);
        return largest?.JournalBytes > Large
            ? new HealthFinding(
                Name,
                largest.JournalBytes > Huge ? HealthState.Unhealthy : HealthState.Degraded,
                $"The journal of process {largest.Host}:{largest.ProcessId} has {Shown.Number(largest.JournalBytes.Value / 1e9)} GB.",
                "See whether the database is slow or away, and whether the disk of that host has room.")
            : new HealthFinding(Name, HealthState.Healthy, "No journal has writes that nobody stores.");
    }

    private static string Describe(WriterReport report) =>
        $"The journal of process {report.Host}:{report.ProcessId} has {report.QueueLength} writes, " +
        $"and nobody has stored them since {Shown.Time(report.SeenAt)}.";
}
