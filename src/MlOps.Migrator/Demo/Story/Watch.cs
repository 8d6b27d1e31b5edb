using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Migrator.Demo.World;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Migrator.Demo.Story;

/// <summary>The monitor of the tasks: it compares each day with what the version in production was trained on.</summary>
internal sealed class Watch(MlOpsDbContext context, CancellationToken cancellationToken)
{
    private readonly MonitorRepository _monitors = new(context);

    /// <summary>Starts the monitor of a version, unless it is there.</summary>
    public async Task EnsureAsync(string version, DateTimeOffset from, DateTimeOffset at)
    {
        if (await _monitors.FindAsync(Names.MonitorOf(version), cancellationToken) is not null)
            return;

        var model = DemoServices.Tasks.ModelName;
        var reference = await new FeatureBaselineRepository(context).GetReferenceAsync(model, version, cancellationToken);
        var monitor = ServiceMonitor.Define(Names.MonitorOf(version), model, DemoServices.Tasks.Name, at, new MonitorSettings
        {
            Every = TimeSpan.FromDays(1),
            Reference = reference,
            Rules = [new(DriftMethods.PsiEdges, 0.1, 0.25), new(DriftMethods.PsiNamed, 0.1, 0.25)],
            MinSample = 400,
        });
        // The first window ends after the first day.
        await _monitors.StartAsync(monitor, from.AddDays(1), at, cancellationToken);
    }

    /// <summary>Stops the monitor of a version that does not serve any more.</summary>
    public Task StopAsync(string version, DateTimeOffset at) =>
        new JobRepository(context).SetEnabledAsync(Job.NameOf(Names.MonitorOf(version)), false, at, cancellationToken);
}
