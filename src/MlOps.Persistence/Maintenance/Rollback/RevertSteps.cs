using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;

namespace MlOps.Persistence.Maintenance.Rollback;

/// <summary>The steps of a rollback. They are one transaction, up to a statement that runs in none.</summary>
internal sealed class RevertSteps(MlOpsDbContext context)
{
    private readonly List<(bool IsAlone, Func<Task> Run)> _steps = [];

    public void Add(Func<Task> step) => _steps.Add((false, step));

    /// <summary>Adds those that take a migration back.</summary>
    public void Add(RevertedMigration migration, ArchivedTables archive, CancellationToken cancellationToken)
    {
        var connection = context.GetService<IRelationalConnection>();
        Func<Task> makeViews = () => Task.CompletedTask;
        Add(async () => makeViews = await archive.DropAsync(migration.Operations, cancellationToken).ConfigureAwait(false));
        _steps.AddRange(migration.Commands.Select(command => (
            command.TransactionSuppressed, (Func<Task>)(() => command.ExecuteNonQueryAsync(connection, null, cancellationToken)))));
        Add(() => makeViews());
        Add(() => context.ExecuteSchemaAsync(
            context.GetService<IHistoryRepository>().GetDeleteScript(migration.Name), cancellationToken));
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        for (var begin = 0; begin < _steps.Count;)
        {
            var end = _steps.FindIndex(begin, step => step.IsAlone);
            var part = _steps[begin..(end < 0 ? _steps.Count : end)];
            if (part.Count > 0)
                await context.InTransactionAsync(() => RunAsync(part), cancellationToken).ConfigureAwait(false);

            if (end >= 0)
                await _steps[end].Run().ConfigureAwait(false);

            begin = end < 0 ? _steps.Count : end + 1;
        }
    }

    private static async Task<int> RunAsync(List<(bool IsAlone, Func<Task> Run)> part)
    {
        foreach (var (_, run) in part)
            await run().ConfigureAwait(false);

        return part.Count;
    }
}
