using System.Globalization;
using MlOps.Persistence.Maintenance.Plans;
using Npgsql;

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
        var probe = new WriterProbe(context, plan.Tables, budget);
        await using var whenDone = probe.ConfigureAwait(false);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, probe.Exceeded);
        // It gives up, and lets all others pass, long before they have waited for too long.
        var lockTimeout = budget / 2 < SchemaMigration.UsualLockTimeout ? budget / 2 : SchemaMigration.UsualLockTimeout;
        try
        {
            // Until its turn it has locked nothing, and others that migrate have budgets of their own.
            var applied = await SchemaMigration.RunToAsync(context, last, lockTimeout, probe.Begin, either.Token).ConfigureAwait(false);
            await probe.StopAsync().ConfigureAwait(false);
            return (applied, probe.Waits);
        }
        catch (Exception e) when (
            IsCancellation(e) && probe.Exceeded.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            await probe.StopAsync().ConfigureAwait(false);
            var (table, wait) = probe.Waits.MaxBy(one => one.Value);
            // Without the cancellation in it, which would look as if somebody had stopped the program.
            throw new MlOpsException(
                MlOpsError.LocksTooLong,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"A writer of {table} has waited for {wait.TotalSeconds:0.###} s, and may wait for {budget.TotalSeconds:0.###} s. " +
                    $"The migration was stopped, and its transaction rolled back. ") +
                (plan.IsOneTransaction ? "" : "What was committed before stays, and the next run goes on from there. ") +
                "Migrate again while few write, or allow a longer wait.");
        }
    }

    private static bool IsCancellation(Exception exception) =>
        exception is OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }
        || (exception.InnerException is { } inner && IsCancellation(inner));
}
