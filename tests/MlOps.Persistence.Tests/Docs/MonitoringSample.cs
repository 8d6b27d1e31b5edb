using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Statistics.Drift;
using MlOps.Persistence.Repositories.Monitoring;

namespace MlOps.Persistence.Tests.Docs;

/// <summary>The samples of docs/monitoring.md, word for word.</summary>
internal static class MonitoringSample
{
    public static async Task AddAsync(MlOpsDbContext context, DateTimeOffset now)
    {
        // <monitor>
        var monitor = ServiceMonitor.Define("churn hourly", "churn", "churn-api", now, new MonitorSettings
        {
            LookbackHours = 1,
            Rules =
            [
                new MonitorRule(DriftMethods.KsAsymp, 0.01, feature: "age"),
                new MonitorRule(DriftMethods.PsiSturges, 0.1, 0.25),
                new MonitorRule(DriftMethods.PsiCategories, 0.1, 0.25),
            ],
        });
        await new MonitorRepository(context).StartAsync(monitor, from: now, at: now);
        // </monitor>
    }

    public static void AddJobs(HostApplicationBuilder builder, string ownerConnection, string reports)
    {
        // <jobs>
        builder.Services.AddMlOps().AddMlOpsJobs(jobs =>
        {
            jobs.ConnectionString = ownerConnection;
            jobs.ReportDirectory = reports;
            jobs.OnFinished = run => Console.WriteLine($"{run.Job} for {run.DueAt:u}: {run.Error ?? "done"}");
        });
        // </jobs>
    }
}
