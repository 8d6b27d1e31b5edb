using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Exclusions;

namespace MlOps.Persistence.Maintenance;

/// <summary>
/// Adds the constraints against overlapping periods that a migration left out because their extension was missing. Where it is still
/// missing, the constraints are left out again.
/// </summary>
internal sealed class ExclusionMaintenance(DbContext context)
{
    /// <summary>Adds what is missing, and reports each constraint once it is there.</summary>
    public Task<IReadOnlyList<string>> CompleteAsync(Action<string> report, CancellationToken cancellationToken) =>
        MigrationLock.RunAsync(context, token => AddAsync(report, token), cancellationToken);

    private async Task<IReadOnlyList<string>> AddAsync(Action<string> report, CancellationToken cancellationToken)
    {
        var added = new List<string>();
        var sql = context.GetService<ISqlGenerationHelper>();
        var declared =
            from entityType in context.Model.GetEntityTypes()
            where entityType.GetTableName() is not null
            from exclusion in entityType.GetExclusions()
            select (Table: sql.DelimitIdentifier(entityType.GetTableName()!, entityType.GetSchema()), exclusion.Key, exclusion.Value);
        foreach (var (table, name, exclusion) in declared.ToList())
        {
            if (await IsThereAsync(table, name, cancellationToken).ConfigureAwait(false))
                continue;

            await LockRetry.Pipeline.ExecuteAsync(
                async token => await AddAsync(ExclusionSql.Add(table, name, exclusion, sql), token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            if (!await IsThereAsync(table, name, cancellationToken).ConfigureAwait(false))
                continue;

            added.Add(name);
            report(name);
        }

        return added;
    }

    private Task<bool> IsThereAsync(string table, string name, CancellationToken cancellationToken) => context.InTransactionAsync(
        () => context.Database.SqlQuery<bool>(
            $"""
            SELECT EXISTS (SELECT 1 FROM pg_constraint WHERE conrelid = to_regclass({table}) AND conname = {name}) AS "Value"
            """).SingleAsync(cancellationToken),
        cancellationToken);

    private Task<int> AddAsync(string statement, CancellationToken cancellationToken) => context.InTransactionAsync(
        async () =>
        {
            await context.ExecuteSchemaAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
            return await context.ExecuteSchemaAsync(statement, cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);
}
