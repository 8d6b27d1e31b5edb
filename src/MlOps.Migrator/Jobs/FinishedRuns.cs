using System.Globalization;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Persistence.Jobs;

namespace MlOps.Migrator.Jobs;

/// <summary>Says of each run of a job how it ended.</summary>
internal sealed class FinishedRuns(Output output)
{
    private int _failed;

    public int Count { get; private set; }

    public void Report(FinishedJob finished)
    {
        Count++;
        _failed += finished.Error is null ? 0 : 1;
        var seconds = Math.Round(finished.Duration.TotalSeconds, 3);
        var (end, reason) = finished.Error is { } error ? ("failed after", $". {error}") : ("done in", "");
        var tenant = finished.TenantId == Tenants.Default ? "" : $" of tenant {finished.TenantId}";
        output.Write(
            new { Tenant = finished.TenantId, finished.Job, Run = finished.RunId, finished.DueAt, Seconds = seconds, finished.Error },
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Times.Show(finished.DueAt)} {finished.Job}{tenant}: {end} {seconds} s{reason}"));
    }

    /// <exception cref="MlOpsException">A run has failed.</exception>
    public void RequireSuccess()
    {
        if (_failed > 0)
        {
            throw new MlOpsException(
                MlOpsError.JobFailed,
                $"{_failed} of {Count} {(Count == 1 ? "run" : "runs")} failed, for the reasons above. " +
                $"'{Invocation.Program} jobs run NAME' tries again.");
        }
    }
}
