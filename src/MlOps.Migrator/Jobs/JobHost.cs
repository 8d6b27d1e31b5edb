using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Persistence.Jobs;
using Quartz;

namespace MlOps.Migrator.Jobs;

/// <summary>
/// Runs jobs until the process is asked to end. Other verbs do without the scheduler, which is loaded when this class is used.
/// </summary>
internal static class JobHost
{
    /// <exception cref="MlOps.Persistence.MlOpsException">Something that a person must mend prevents all jobs.</exception>
    public static async Task RunAsync(JobRunner runner, TimeSpan every, CancellationToken cancellationToken)
    {
        var fatal = new FatalError();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        TerminalLog.Add(builder.Logging);
        builder.Services.AddSingleton(runner).AddSingleton(fatal).AddSingleton(TimeProvider.System);
        builder.Services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler => scheduler.ShutdownJobInterruption = ShutdownJobInterruption.Always);
            quartz.ScheduleJob<DueJobs>(trigger => trigger.StartNow().WithSimpleSchedule(schedule => schedule
                .WithInterval(every)
                .RepeatForever()
                // One run makes up for all times at which another one was not done yet.
                .WithMisfireInstruction(SimpleTriggerMisfireInstruction.NowWithExistingCount)));
        });
        // What runs is stopped, and notes that it was.
        builder.Services.AddQuartzHostedService(service => service.WaitForJobsToComplete = true);
        using var host = builder.Build();
        try
        {
            await host.RunAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // It was asked to end while it began.
        }

        fatal.Cause?.Throw();
    }
}
