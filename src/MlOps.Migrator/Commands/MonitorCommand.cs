using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Migrator.Jobs;
using MlOps.Migrator.Monitoring;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Commands;

/// <summary>What is watched, and what was found.</summary>
internal sealed class MonitorCommand : Verb
{
    private const string Rows = "The tenant of the monitors";
    private const int UsualWindows = 24;

    private readonly ContextFactory _contexts;

    public MonitorCommand(ContextFactory contexts)
        : base("monitor", "Watch the predictions of services, window by window, beside a reference.")
    {
        _contexts = contexts;
        SetAction(new HelpWithExamples().Invoke);
        Add(new MonitorAddCommand(contexts));
        Add(ListCommand());
        Add(ShowCommand());
        Add(RunMonitorCommand());
        Add(new MonitorBaselineCommand(contexts));
    }

    /// <summary>Finds a monitor, and says what to type if there is none.</summary>
    public static async Task<ServiceMonitor> GetAsync(MlOpsDbContext context, string name, CancellationToken cancellationToken) =>
        await new MonitorRepository(context).FindAsync(name, cancellationToken) ?? throw new MlOpsException(
            MlOpsError.NotFound, $"There is no monitor '{name}'. '{Invocation.Program} monitor list' shows the names.");

    private TenantVerb ListCommand()
    {
        var verb = new TenantVerb(_contexts, "list", "List the monitors, by name.", Rows) { Examples = ["monitor list"] };
        verb.SetAction(async (_, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var listing = new Listing("Monitor", "Model", "Service", "Every", "Lookback hours", "Delay", "Reference", "Added");
            await foreach (var monitor in new MonitorRepository(context).StreamAsync().WithCancellation(cancellationToken))
            {
                listing.Add(
                    monitor.Name, monitor.ModelName, monitor.ServiceName, Span.Show(monitor.Every), monitor.LookbackHours,
                    Span.Show(monitor.Delay), MonitorText.Show(monitor.Reference), monitor.CreatedAt);
            }

            output.Write(listing);
            if (listing.Count == 0)
                output.Note($"There are no monitors. '{Invocation.Program} monitor add' adds one.");
        });
        return verb;
    }

    private TenantVerb ShowCommand()
    {
        var (name, limit) = (new NameArgument("The name of the monitor, as 'list' shows it."), new LimitOption("windows", UsualWindows));
        var verb = new TenantVerb(_contexts, "show", "Show how a monitor is defined, and its latest windows.", Rows)
        {
            Examples = ["monitor show 'churn hourly'", "monitor show 'churn hourly' --json | jq '.windows[0]'"],
        };
        verb.Add(name);
        verb.Add(limit);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var monitor = await GetAsync(context, parsed.GetValue(name)!, cancellationToken);
            var windows = await new MonitoringRunRepository(context)
                .StreamRecentAsync(monitor.Id, limit.Of(parsed, output)).ToListAsync(cancellationToken);
            MonitorPage.Write(output, monitor, windows);
        });
        return verb;
    }

    private TenantVerb RunMonitorCommand()
    {
        var (name, reports) = (new NameArgument("The name of the monitor, as 'list' shows it."), new ReportsOption());
        var at = new TimeOption("--at", "Evaluate the windows that were due up to this time; now if not given.", allowsFuture: false);
        var verb = new TenantVerb(_contexts, "run", "Evaluate the windows of a monitor that are due, now.", Rows)
        {
            Examples = ["monitor run 'churn hourly' --reports reports", "monitor run 'churn hourly' --at 2026-03-01T12:00Z"],
        };
        verb.Add(name);
        verb.Add(at);
        verb.Add(reports);
        verb.SetAction(async (parsed, database, output, cancellationToken) =>
        {
            await using var context = database.CreateContext();
            var monitor = await GetAsync(context, parsed.GetValue(name)!, cancellationToken);
            var job = await SingleJob.GetAsync(database, Job.NameOf(monitor.Name), cancellationToken);
            var time = at.Find(parsed) ?? TimeProvider.System.GetUtcNow();
            if (!await SingleJob.RunAsync(database, job.Name, time, parsed.GetValue(reports), null, output, cancellationToken))
            {
                output.Note(
                    $"{monitor} has evaluated all windows. The next one ends at {Times.Show(job.NextDueAt - monitor.Delay)}, " +
                    $"and is due at {Times.Show(job.NextDueAt)}.");
            }
        });
        return verb;
    }
}
