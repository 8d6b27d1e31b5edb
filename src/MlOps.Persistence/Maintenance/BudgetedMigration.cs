using System.Globalization;
using MlOps.Persistence.Maintenance.Plans;

namespace MlOps.Persistence.Maintenance;

/// <summary>Migrates a database whose writers may wait for so long, and no longer.</summary>
internal sealed class BudgetedMigration(MlOpsDbContext context, TimeSpan budget)
{
    /// <summary>Applies what is pending, and returns the names of what was applied, with the longest wait at each table.</summary>
    /// <param name="last">The last migration to apply; all of them if it is null.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">
    /// By the plan, or as it turns out, writers have to wait for too long; or the database cannot be migrated as it is.
    /// </exception>
    public async Task<(IReadOnlyList<string> Applied, IReadOnlyDictionary<string, TimeSpan> Waits)> RunAsync(
        string? last, CancellationToken cancellationToken)
    {
        var plan = await MigrationPlan.ReadAsync(context, last, cancellationToken).ConfigureAwait(false);
        plan.Require(budget);
        var probe = WriterProbe.Start(context, plan.Tables, budget);
        await using var whenDone = probe.ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, probe.Exceeded);
        var lockTimeout = budget < SchemaMigration.UsualLockTimeout ? budget : SchemaMigration.UsualLockTimeout;
        try
        {
            var applied = await SchemaMigration.RunToAsync(context, last, lockTimeout, either.Token).ConfigureAwait(false);
            await probe.StopAsync().ConfigureAwait(false);
            return (applied, probe.Waits);
        }
        catch (Exception) when (probe.Exceeded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await probe.StopAsync().ConfigureAwait(false);
            var (table, wait) = probe.Waits.MaxBy(one => one.Value);
            // Without the cancellation in it, which would look as if somebody had stopped the program.
            throw new MlOpsException(
                MlOpsError.LocksTooLong,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A writer of {table} has waited for {wait.TotalSeconds:0.###} s, and may wait for {budget.TotalSeconds:0.###} s. " +
                    $"The migration was stopped, and its transaction rolled back. Migrate again while few write, or allow a longer wait."));
        }
    }
}
