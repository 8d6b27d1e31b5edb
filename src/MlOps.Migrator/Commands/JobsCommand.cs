using System.CommandLine;
using MlOps.Domain.Governance;
using MlOps.Migrator.Jobs;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Commands;

/// <summary>Work that is due again and again.</summary>
internal sealed class JobsCommand : Verb
{
    private const string Rows = "The tenant of the jobs";

    private readonly ContextFactory _contexts;

    public JobsCommand(ContextFactory contexts)
        : base("jobs", "What is due when: monitors, and the refresh of views.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(ListCommand());
        Add(RunJobCommand());
        Add(HistoryCommand());
        Add(SwitchCommand("enable", "Let a job run when it is due.", enabled: true));
        Add(SwitchCommand("disable", "Stop a job from running. A monitor makes up for what it missed once it is enabled.", enabled: false));
    }

    private TenantVerb ListCommand()
    {
        var verb = new TenantVerb(_contexts, "list", "List the jobs, by name.", Rows)
        {
            Examples = ["jobs list", "jobs list --json | jq 'select(.failures > 0)'"],
        };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var jobs = new JobRepository(context);
            var activities = (await jobs.ListActivityAsync(cancellationToken)).ToDictionary(activity => activity.JobId);
            var listing = new Listing(
                "Job", "Kind", "Every", "Next due", "Enabled", "Running since", "Runner", "Failures", "Last run", "Last result");
            await foreach (var job in jobs.StreamAsync().WithCancellation(cancellationToken))
            {
                var now = activities.GetValueOrDefault(job.Id);
                var result = now?.LastEndedAt is null ? null : now.LastError ?? "succeeded";
                listing.Add(
                    job.Name, job.Kind, Span.Show(job.Every), job.NextDueAt, job.IsEnabled, now?.RunningSince, now?.Runner, job.Failures,
                    now?.LastEndedAt, result);
            }

            output.Write(listing);
            if (listing.Count == 0)
                output.Note($"There are no jobs. '{Invocation.Program} monitor add' adds one.");
        });
        return verb;
    }

    private TenantVerb RunJobCommand()
    {
        var (name, reports) = (new NameArgument("The name of the job, as 'list' shows it."), new ReportsOption());
        var backups = new BackupsOptionGroup();
        var at = new TimeOption("--at", "Run what was due up to this time; now if not given.", allowsFuture: false);
        var verb = new TenantVerb(_contexts, "run", "Run a job now: all that it has missed, or its latest due time.", Rows)
        {
            Examples = ["jobs run 'refresh views'", "jobs run 'monitor churn hourly' --at 2026-03-01T12:00Z"],
        };
        verb.Add(name);
        verb.Add(at);
        verb.Add(reports);
        backups.AddTo(verb);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            var job = await SingleJob.GetAsync(database, parsed.GetValue(name)!, cancellationToken);
            var time = at.Find(parsed) ?? TimeProvider.System.GetUtcNow();
            if (!await SingleJob.RunAsync(
                database, job.Name, time, parsed.GetValue(reports), backups.Of(parsed), output, cancellationToken))
                output.Note($"{job} is due at {Times.Show(job.NextDueAt)}.");
        });
        return verb;
    }

    private TenantVerb HistoryCommand()
    {
        var name = new Argument<string?>("name") { Description = "The name of a job; all if not given.", Arity = ArgumentArity.ZeroOrOne };
        var limit = new LimitOption("runs");
        var verb = new TenantVerb(_contexts, "history", "List the runs of a job or of all jobs, the newest first.", Rows)
        {
            Examples = ["jobs history", "jobs history 'refresh views' --limit 10"],
        };
        verb.Add(name);
        verb.Add(limit);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing("Job", "Due", "Started", "Seconds", "Status", "Runner", "Error");
            var job = parsed.GetValue(name);
            await foreach (var run in new JobRunRepository(context).StreamRecentAsync(job, limit.Of(parsed, output))
                .WithCancellation(cancellationToken))
            {
                listing.Add(run.Job, run.DueAt, run.CreatedAt, Seconds(run), run.Status, run.Runner, run.Error);
            }

            if (listing.Count == 0 && job is not null)
                await SingleJob.GetAsync(database, job, cancellationToken);

            output.Write(listing);
            if (listing.Count == 0)
                output.Note(job is null ? "No job has run yet." : $"Job '{job}' has not run yet.");
        });
        return verb;
    }

    private TenantVerb SwitchCommand(string action, string description, bool enabled)
    {
        var name = new NameArgument("The name of the job, as 'list' shows it.");
        var verb = new TenantVerb(_contexts, action, description, Rows) { Examples = [$"jobs {action} 'refresh views'"] };
        verb.Add(name);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await SingleJob.GetAsync(database, parsed.GetValue(name)!, cancellationToken);
            await using var context = database.CreateContext();
            var job = await new JobRepository(context).SetEnabledAsync(
                parsed.GetValue(name)!, enabled, TimeProvider.System.GetUtcNow(), cancellationToken);
            output.Write(
                new { Job = job.Name, Enabled = job.IsEnabled, NextDue = job.NextDueAt },
                enabled ? $"{job} is enabled, and due at {Times.Show(job.NextDueAt)}." : $"{job} is disabled.");
        });
        return verb;
    }

    private static double? Seconds(JobRun run) => run.Duration is { } duration ? Math.Round(duration.TotalSeconds, 3) : null;
}
