using MlOps.Domain.Governance;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Commands;

/// <summary>Adds the job that backs up.</summary>
internal sealed class BackupScheduleCommand : TenantVerb
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public BackupScheduleCommand(ContextFactory contexts)
        : base(
            contexts,
            "schedule",
            "Add the job that backs up. 'run --backups DIRECTORY' runs it, and 'jobs disable' stops it.",
            "The tenant of the job. The backup has the rows of all tenants")
    {
        Examples = ["backup schedule", "backup schedule --every 6h"];
        var every = new SpanOption("--every", "How often to back up. Spans of a day or more are counted from 02:00 UTC", Day);
        Add(every);
        SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var (jobs, wanted) = (new JobRepository(context), DefaultJobs.BackUp(every.Of(parsed), TimeProvider.System.GetUtcNow()));
            var job = await jobs.FindAsync(wanted.Name, cancellationToken);
            var isNew = job is null;
            if (job is null)
            {
                jobs.Add(job = wanted);
                await context.SaveChangesAsync(cancellationToken);
            }

            output.Write(
                new { Job = job.Name, Every = Span.Show(job.Every), NextDue = job.NextDueAt, Outcome = isNew ? "scheduled" : "unchanged" },
                $"{job} is {(isNew ? "" : "there already, and ")}due every {Span.Show(job.Every)}, next at {Times.Show(job.NextDueAt)}.",
                $"'{Invocation.Program} run --backups DIRECTORY' runs it.");
        });
    }
}
