using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain;
using MlOps.Domain.Registry;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using Spectre.Console;

namespace MlOps.Migrator.Demo;

/// <summary>Shows what the database holds, read through the public API.</summary>
internal static class DemoReport
{
    public static async Task WriteAsync(MlOpsHost host, CancellationToken cancellationToken)
    {
        await using var scope = host.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        Terminal.Out.WriteLine();
        Terminal.Out.WriteLine($"In {host.Target} there are now:");
        await WriteServicesAsync(services, cancellationToken);
        await WriteVersionsAsync(services, cancellationToken);
        await WriteHistoryAsync(services, cancellationToken);
        await WriteDecisionsAsync(services, cancellationToken);
        WriteNextSteps(host);
    }

    private static async Task WriteServicesAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var table = NewTable("Predictions", "Service", "*Predictions", "*Labelled", "*Feedback", "*Confidence", "*Error");
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var context = services.GetRequiredService<MlOpsDbContext>();
        var feedback = await context.Feedback
            .Join(context.Predictions, given => given.PredictionId, prediction => prediction.Id, (_, prediction) => prediction.ServiceName)
            .GroupBy(service => service)
            .Select(group => new { Service = group.Key, Count = group.Count() })
            .ToDictionaryAsync(row => row.Service, row => row.Count, cancellationToken);

        var always = new TimeWindow(DateTimeOffset.UnixEpoch, now.AddDays(1));
        await foreach (var row in services.GetRequiredService<PredictionRepository>()
            .StreamStatisticsAsync(always).WithCancellation(cancellationToken))
        {
            table.AddRow(
                row.ServiceName,
                $"{row.Predictions:N0}",
                $"{row.Labelled:N0}",
                $"{feedback.GetValueOrDefault(row.ServiceName):N0}",
                $"{row.AverageConfidence:N3}",
                $"{row.AverageError:N3}");
        }

        Terminal.Out.Write(table);
    }

    private static async Task WriteVersionsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var table = NewTable("Model versions", "Model", "Version", "Stage", "*F1", "*Brier", "Promoted");
        var versions = services.GetRequiredService<MlOpsDbContext>().ModelVersions.AsNoTracking()
            .OrderBy(version => version.ModelName).ThenBy(version => version.Version).AsAsyncEnumerable();
        await foreach (var version in versions.WithCancellation(cancellationToken))
        {
            var stage = version.Stage == ModelStage.Production ? "[green]Production[/]" : $"{version.Stage}";
            table.AddRow(
                version.ModelName, version.Version, stage, $"{version.F1Score:N2}", $"{version.BrierScore:N2}",
                Minute(version.PromotedAt));
        }

        Terminal.Out.Write(table);
    }

    private static async Task WriteHistoryAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var name = DemoRegistry.Retrained.ModelName;
        var table = NewTable($"What happened to {name}", "When", "Version", "From", "To", "_Why");
        await foreach (var step in services.GetRequiredService<ModelVersionRepository>()
            .StreamHistoryAsync(name).WithCancellation(cancellationToken))
        {
            table.AddRow(Minute(step.CreatedAt), step.Version, $"{step.FromStage}", $"{step.ToStage}", Markup.Escape(step.Reason));
        }

        Terminal.Out.Write(table);
    }

    private static async Task WriteDecisionsAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var name = DemoRegistry.Retrained.ModelName;
        var drift = await services.GetRequiredService<DriftMetricRepository>().FindLatestAsync(name, null, cancellationToken);
        var table = NewTable("Retraining decisions", "When", "Trigger", "Action", "_Grounds");
        await foreach (var decision in services.GetRequiredService<RetrainingDecisionRepository>()
            .StreamRecentAsync(name, 5).WithCancellation(cancellationToken))
        {
            table.AddRow(
                Minute(decision.Timestamp), $"{decision.TriggerReason}", $"{decision.Action}",
                Markup.Escape(decision.RejectionReasons is [var reason, ..] ? reason : Drift(decision.DriftContext)));
        }

        Terminal.Out.Write(table);
        if (drift is not null)
            Terminal.Out.MarkupLineInterpolated(
                $"Latest drift of {name}: {drift.MethodId} {drift.Statistic:N3} against {drift.Threshold:N2}: {drift.AlertLevel}.");
    }

    private static void WriteNextSteps(MlOpsHost host)
    {
        // Not by Spectre: a command that is broken into two lines cannot be copied.
        var mlops = Invocation.AsTyped();
        Console.WriteLine("\nNext:");
        if (host.IsPrivate)
        {
            Console.WriteLine($"  eval \"$({mlops} local env)\"; psql -c 'SELECT service_name, count(*) FROM ml_predictions GROUP BY 1'");
            Console.WriteLine($"  {mlops} local status");
            Console.WriteLine($"  {mlops} local stop       # its data stays; destroy deletes it");
        }

        Console.WriteLine($"  {mlops} demo             # as much again");
    }

    /// <summary>A table; * marks columns of numbers, _ those of text that may be broken into lines.</summary>
    private static Table NewTable(string title, params string[] columns)
    {
        var table = new Table().Border(TableBorder.Rounded).Title($"[bold]{title}[/]");
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column.TrimStart('*', '_'))
            {
                Alignment = column[0] == '*' ? Justify.Right : Justify.Left,
                NoWrap = column[0] != '_',
            });
        }

        return table;
    }

    private static string Drift(Json? context) =>
        context?.As<DriftContext>() is { } drift ? $"{drift.Method} is {drift.Statistic}, threshold {drift.Threshold}" : "-";

    private static string Minute(DateTimeOffset? at) => at is { } time ? $"{time:MM-dd HH:mm}" : "-";
}
