using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>
/// The writes that prediction writers still hold, in memory or in a journal on disk. An older version refuses the records that a newer
/// one wrote into a journal.
/// </summary>
internal static class WaitingWrites
{
    // A writer renews its report every few seconds. One without a journal holds its writes in memory, and takes them along when it ends.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public static async Task<IReadOnlyList<DataLoss>> FindAsync(
        MlOpsDbContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var since = now - Remembered;
        var waiting = new List<DataLoss>();
        await EachTenant.RunAsync(
            context,
            includesClosed: true,
            async tenant =>
            {
                var writers = await context.WriterReports.AsNoTracking().IgnoreQueryFilters()
                    .Where(writer => writer.TenantId == tenant
                        && (writer.JournalBytes != null || (writer.StoppedAt == null && writer.SeenAt > since)))
                    .OrderBy(writer => writer.Host).ThenBy(writer => writer.ProcessId)
                    .ToListAsync(cancellationToken).ConfigureAwait(false);
                // A journal stays when its writer ends.
                waiting.AddRange(writers
                    .Where(writer => writer.QueueLength > 0 && (writer.JournalBytes is null || !writer.HasSuccessorIn(writers)))
                    .Select(writer => new DataLoss(
                        null, $"the writer of process {writer.ProcessId} on {writer.Host}", writer.QueueLength,
                        "an older version refuses what a newer one wrote into its journal; let it store its writes, started again if " +
                        "it has ended, and stop it")));
            },
            cancellationToken).ConfigureAwait(false);
        return waiting;
    }
}
