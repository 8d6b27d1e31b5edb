using MlOps.Domain.Governance;
using MlOps.Persistence;
using MlOps.Persistence.Jobs;
using MlOps.Persistence.Operations.Backup;
using MlOps.Persistence.Repositories.Governance;

namespace MlOps.Migrator.Jobs;

/// <summary>Runs one job because somebody asked for it.</summary>
internal static class SingleJob
{
    /// <summary>Finds a job, and says what to type if there is none.</summary>
    public static async Task<Job> GetAsync(TenantDatabase database, string name, CancellationToken cancellationToken)
    {
        await using var context = database.CreateContext();
        return await new JobRepository(context).FindAsync(name, cancellationToken) ?? throw new MlOpsException(
            MlOpsError.NotFound, $"There is no job '{name}'. '{Invocation.Program} jobs list' shows the names.");
    }

    /// <summary>Runs a job, and says how it ended.</summary>
    /// <returns>Whether it ran. A job that needs a run for each due time does so if it is due.</returns>
    /// <exception cref="MlOpsException">It failed, or another process runs it.</exception>
    public static async Task<bool> RunAsync(
        TenantDatabase database,
        string name,
        DateTimeOffset at,
        string? reports,
        BackupOptions? backups,
        Output output,
        CancellationToken cancellationToken)
    {
        var runs = new FinishedRuns(output);
        var options = new JobRunnerOptions
        {
            TenantId = database.TenantId,
            ReportDirectory = reports,
            Backups = backups,
            OnFinished = runs.Report,
        };
        options.Alerts.Sinks.Add(new TerminalSink());
        await new JobRunner(database.CreateContext, options).RunAsync(name, at, cancellationToken);
        runs.RequireSuccess();
        return runs.Count > 0;
    }
}
