using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Plans;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>
/// Takes migrations back, so that the program of an older version can work with a database. The program must know the migrations that it
/// takes back, so it is that of the newer version. It refuses to lose data unless it is allowed to. Run it as the owner of the database,
/// while no application writes.
/// </summary>
/// <param name="context">The context whose migrations are taken back.</param>
/// <param name="clock">The present; the system's clock if not given.</param>
public sealed class SchemaRollback(MlOpsDbContext context, TimeProvider? clock = null)
{
    private readonly MigrationCommands _commands = new(context);

    /// <summary>What a rollback would take back, and what would be lost. Changes nothing.</summary>
    /// <param name="migration">The migration that the database shall have as its newest one, with its time or without.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">There is no way back to that migration. The message says why.</exception>
    public async Task<RollbackReport> PlanAsync(string migration, CancellationToken cancellationToken = default)
    {
        var reverted = await ListAsync(migration, cancellationToken).ConfigureAwait(false);
        var plan = await MigrationPlan.MeasureAsync(
            context, [.. reverted.SelectMany(one => PlanStep.ListOf(one.Name, one.Commands, [], context.Model))], cancellationToken)
            .ConfigureAwait(false);
        using var unlimited = new NoCommandTimeout(context);
        var losses = await FindLossesAsync(reverted, new ArchivedTables(context), locks: false, cancellationToken).ConfigureAwait(false);
        return new RollbackReport([.. reverted.Select(one => one.Name)], losses, plan.Statements);
    }

    /// <summary>
    /// Takes back all migrations after the given one, in one transaction up to a migration that runs in none, such as one that builds an
    /// index concurrently. What would be lost is counted before anything is changed, and again in each later transaction, under locks. A
    /// run that was killed is completed by the next.
    /// </summary>
    /// <param name="migration">The migration that the database shall have as its newest one, with its time or without.</param>
    /// <param name="mayLoseData">Whether rows and values may be lost.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">Data would be lost, or there is no way back to that migration.</exception>
    public Task<RollbackReport> RunAsync(string migration, bool mayLoseData, CancellationToken cancellationToken = default) =>
        MigrationLock.RunAsync(
            context,
            async token => await LockRetry.Pipeline.ExecuteAsync(
                async attempt => await RevertAsync(migration, mayLoseData, attempt).ConfigureAwait(false), token).ConfigureAwait(false),
            cancellationToken);

    private async Task<RollbackReport> RevertAsync(string migration, bool mayLoseData, CancellationToken cancellationToken)
    {
        var reverted = await ListAsync(migration, cancellationToken).ConfigureAwait(false);
        if (reverted.Count == 0)
            return new RollbackReport([], [], []);

        await SchemaMigration.LimitWaitsAsync(context, SchemaMigration.UsualLockTimeout, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<DataLoss> losses = [];
        var archive = new ArchivedTables(context);
        var steps = new RevertSteps(context, archive, async part =>
        {
            var found = await FindLossesAsync(part, archive, locks: true, cancellationToken).ConfigureAwait(false);
            losses = part == reverted ? found : losses;
            Refuse(found, mayLoseData, part == reverted ? null : part[0].Name);
        });
        await steps.RunAsync(reverted, cancellationToken).ConfigureAwait(false);
        return new RollbackReport([.. reverted.Select(one => one.Name)], losses, []);
    }

    // By the names that the tables have now.
    private async Task<IReadOnlyList<DataLoss>> FindLossesAsync(
        IReadOnlyList<RevertedMigration> reverted, ArchivedTables archive, bool locks, CancellationToken cancellationToken)
    {
        if (reverted.Count == 0)
            return [];

        var now = (clock ?? TimeProvider.System).GetUtcNow();
        var losses = new List<DataLoss>(await WaitingWrites.FindAsync(context, now, cancellationToken).ConfigureAwait(false));
        var check = new LossCheck(context, archive, locks);
        foreach (var one in reverted)
            losses.AddRange(await check.FindAsync(one.Name, one.Operations, cancellationToken).ConfigureAwait(false));

        return losses;
    }

    private static void Refuse(IReadOnlyList<DataLoss> losses, bool mayLoseData, string? reached)
    {
        if (losses.Count > 0 && !mayLoseData)
            throw new MlOpsException(
                MlOpsError.DataWouldBeLost,
                $"The rollback would lose data, and {(reached is null ? "nothing was changed" : $"stopped before {reached}")}. " +
                $"{string.Join("; ", losses)}. Make a backup, and allow the loss.");
    }

    private async Task<IReadOnlyList<RevertedMigration>> ListAsync(string migration, CancellationToken cancellationToken)
    {
        var target = DeclaredMigrations.Find(context, migration);
        var (applied, _) = await DeclaredMigrations.ListAsync(context, null, cancellationToken).ConfigureAwait(false);
        DeclaredMigrations.RefuseUnknown(context, applied);
        if (!applied.Contains(target))
            throw new MlOpsException(
                MlOpsError.NotFound,
                $"The database does not have the migration {target}, so there is no way back to it. It has " +
                $"{(applied.Count == 0 ? "none" : string.Join(", ", applied))}.");

        // The newest is taken back first, and leads to the one before it.
        var later = applied.Where(name => string.CompareOrdinal(name, target) >= 0).Order(StringComparer.Ordinal).ToList();
        return [.. later.Zip(later.Skip(1), Revert).Reverse()];
    }

    private RevertedMigration Revert(string before, string name)
    {
        var migration = _commands.Create(name);
        if (migration.DownOperations.Count == 0 && migration.UpOperations.Count > 0)
            throw new MlOpsException(
                MlOpsError.NotFound, $"There is no way back from {name}: its Down has no steps. Restore a backup into another database.");

        var reverted = new RevertedMigration(name, migration.DownOperations, _commands.Revert(migration, _commands.Create(before)));
        return !reverted.IsMixed ? reverted : throw new MlOpsException(
            MlOpsError.Configuration,
            $"{name} is not taken back, and nothing was changed: its Down has a statement that runs in no transaction beside others, so " +
            "a run that is stopped between them could not be completed. Move one of both into the Down of another migration.");
    }
}
