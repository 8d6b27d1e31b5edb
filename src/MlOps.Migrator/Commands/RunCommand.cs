using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOps.Migrator.Jobs;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Notices;

namespace MlOps.Migrator.Commands;

/// <summary>Runs jobs as a service, or once for cron.</summary>
internal sealed class RunCommand : TenantVerb
{
    private readonly SpanOption _every = new("--every", "How often to look for jobs that are due", TimeSpan.FromSeconds(15));
    private readonly ReportsOption _reports = new();
    private readonly BackupsOptionGroup _backups = new();
    private readonly NoticeOptionGroup _alerts = new("alert", "alert", ", when it fires and when it ends", WebhookVariables.OfAlerts);
    private readonly NoticeOptionGroup _retraining = new("retraining", "retraining request", "", WebhookVariables.OfRetraining);
    private readonly Flag _once = new("--once", "Run what is due, and end. It is for cron and the like.");

    public RunCommand(ContextFactory contexts)
        : base(
            contexts,
            "run",
            "Run the jobs that are due, such as monitors, until Ctrl-C. Several processes may do so at once.",
            "The tenant of the jobs. The owner of the tables runs those of all tenants")
    {
        Examples =
        [
            "run --reports /var/lib/mlops/reports",
            "run --every 1m --connection postgres://owner@db/mlops --json",
            "run --once",
            "run --backups /var/backups/mlops --backups-keep 14",
            "run --alert-webhook https://example.com/hook --alert-secret-file /etc/mlops/webhook-secret",
            "run --alert-command /usr/local/bin/page --alert-argument ml-team",
            "run --retraining-webhook https://airflow.example.com/api/v2/dags/train/dagRuns",
        ];
        Add(_every);
        Add(_reports);
        _backups.AddTo(this);
        Add(_once);
        _alerts.AddTo(this);
        _retraining.AddTo(this);
        Validators.Add(parsed =>
        {
            if (parsed.GetValue(_once) && parsed.GetResult(_every) is not null)
                parsed.AddError("Give either --once or --every.");
        });
        SetAction(RunAsync);
    }

    private async Task RunAsync(ParseResult parsed, TenantDatabase database, Output output, CancellationToken cancellationToken)
    {
        var (runs, isOnce) = (new FinishedRuns(output), parsed.GetValue(_once));
        var options = new JobRunnerOptions
        {
            TenantId = database.TenantId,
            ReportDirectory = parsed.GetValue(_reports),
            Backups = _backups.Of(parsed),
            OnFinished = runs.Report,
        };
        using var alertWebhook = AddSinks(options.Alerts, _alerts.Create(parsed), isOnce);
        using var retrainingWebhook = AddSinks(options.Retraining, _retraining.Create(parsed), isOnce);
        // A process that ends says itself what went wrong.
        var logger = isOnce ? null : database.Services.GetRequiredService<ILogger<JobRunner>>();
        var runner = new JobRunner(database.CreateContext, options, null, logger);
        if (isOnce)
        {
            await runner.RunDueAsync(TimeProvider.System.GetUtcNow(), cancellationToken);
            if (runs.Count == 0)
                output.Note("No job is due.");

            runs.RequireSuccess();
            return;
        }

        var every = _every.Of(parsed);
        output.Note($"Running the jobs of {database.Target}, with a look every {Span.Show(every)}. Ctrl-C ends it.");
        await JobHost.RunAsync(runner, every, cancellationToken);
    }

    // Returns what must be disposed of.
    private static WebhookSink? AddSinks(NoticeOptions options, IReadOnlyList<INoticeSink> sinks, bool isOnce)
    {
        foreach (var sink in isOnce ? sinks.Append(new TerminalSink()) : sinks)
            options.Sinks.Add(sink);

        return sinks.OfType<WebhookSink>().SingleOrDefault();
    }
}
