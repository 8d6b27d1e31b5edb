using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Jobs;
using Quartz;

namespace MlOps.Migrator.Jobs;

/// <summary>
/// Runs what is due, each time that the scheduler says so. What passes by itself, such as a lost connection, ends nothing. What a person
/// must mend, such as a missing schema, ends the process.
/// </summary>
[DisallowConcurrentExecution]
internal sealed class DueJobs(JobRunner runner, TimeProvider clock, FatalError fatal, IHostApplicationLifetime application) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await runner.RunDueAsync(clock.GetUtcNow(), cancellationToken);
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // The process ends. What ran can run again at once.
        }
        catch (Exception e) when (DatabaseRefusal.FindCause(e) == RefusalCause.Configuration)
        {
            fatal.Cause = ExceptionDispatchInfo.Capture(e);
            application.StopApplication();
        }
        catch (Exception e)
        {
            Failure.ReportAndGoOn(e, "The jobs are tried again.");
        }
    }
}
