using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Retention;

/// <summary>Deletes the old rows of tables that are not sliced, in batches.</summary>
internal sealed class RowRetention(MlOpsDbContext context)
{
    // So many are locked at a time, and so much is written again after a crash.
    private const int RowsOfBatch = 10_000;

    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();

    /// <summary>The table of a policy, if its rows can be deleted one by one. If not, the reason, unless it has slices.</summary>
    public (IEntityType? Entity, string? Reason) Find(RetentionPolicy policy)
    {
        var entity = context.Model.GetEntityTypes().FirstOrDefault(
            type => type.GetTableName() == policy.TableName && typeof(Entity).IsAssignableFrom(type.ClrType));
        if (entity is null)
            return (null, $"The model has no table {policy.TableName} with rows of their own.");

        if (entity.FindSlice() is not null)
            return (null, null);

        if (LastingRecords.Include(entity))
            return (null, $"No policy deletes rows of {policy.TableName}.");

        return policy.Action == RetentionAction.Delete
            ? (entity, null)
            : (null, $"Rows of {policy.TableName} can only be deleted: the table has no slices. Set the action to delete.");
    }

    /// <summary>Counts the rows of a tenant before a time, without those that legal holds keep.</summary>
    /// <returns>The number, and the hold that keeps all of them.</returns>
    public Task<(long Rows, string? Reason)> CountAsync(
        Guid tenant, IEntityType entity, DateTimeOffset cutoff, CancellationToken cancellationToken) =>
        AsTenantAsync(
            tenant,
            async holds => (
                await context.Database.SqlQueryRaw<long>(SqlNames.EscapeBraces(
                    $"SELECT count(*) AS \"Value\" FROM {NameOf(entity)} WHERE {IsOld(tenant, entity, cutoff, holds)}"))
                    .SingleAsync(cancellationToken).ConfigureAwait(false),
                holds.FindReason(tenant, entity)),
            cancellationToken);

    /// <summary>Deletes them. What is deleted stays deleted if it is stopped, or if other rows refer to one, which is the reason.</summary>
    public async Task<(long Rows, string? Reason)> DeleteAsync(
        Guid tenant, IEntityType entity, DateTimeOffset cutoff, CancellationToken cancellationToken)
    {
        var (deleted, last, reason) = (0L, 0, (string?)null);
        try
        {
            do
            {
                // A hold may be placed while this goes on.
                (last, reason) = await AsTenantAsync(
                    tenant,
                    async holds => holds.FindReason(tenant, entity) is { } found
                        ? (0, found)
                        : (await context.Database.ExecuteSqlRawAsync(
                            Delete(tenant, entity, cutoff, holds), cancellationToken).ConfigureAwait(false), (string?)null),
                    cancellationToken).ConfigureAwait(false);
                deleted += last;
            }
            while (last == RowsOfBatch);
        }
        catch (PostgresException e) when (
            e.SqlState is PostgresErrorCodes.ForeignKeyViolation or PostgresErrorCodes.RestrictViolation)
        {
            reason = $"Rows of {e.TableName} refer to an old row: {e.MessageText}.";
        }

        return (deleted, reason);
    }

    private string Delete(Guid tenant, IEntityType entity, DateTimeOffset cutoff, ActiveHolds holds) => SqlNames.EscapeBraces(
        $"DELETE FROM {NameOf(entity)} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {NameOf(entity)} " +
        $"WHERE {IsOld(tenant, entity, cutoff, holds)} LIMIT {RowsOfBatch}))");

    private string NameOf(IEntityType entity) => _sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema());

    private string IsOld(Guid tenant, IEntityType entity, DateTimeOffset cutoff, ActiveHolds holds)
    {
        var time = ColumnOf(entity, nameof(Entity.CreatedAt));
        var others = holds.FindWindows(tenant).Select(window => $" AND NOT ({time} >= '{window.Start:O}' AND {time} < '{window.End:O}')");
        return $"{ColumnOf(entity, nameof(Entity.TenantId))} = '{tenant}' AND {time} < '{cutoff:O}'{string.Concat(others)}";
    }

    private string ColumnOf(IEntityType entity, string property) => _sql.DelimitIdentifier(entity.FindProperty(property)!.GetColumnName());

    private Task<T> AsTenantAsync<T>(Guid tenant, Func<ActiveHolds, Task<T>> work, CancellationToken cancellationToken) =>
        context.InTransactionAsync(
            async () =>
            {
                var holds = await ActiveHolds.ReadAsync(context, [tenant], cancellationToken).ConfigureAwait(false);
                await EachTenant.BecomeAsync(context, tenant, cancellationToken).ConfigureAwait(false);
                return await work(holds).ConfigureAwait(false);
            },
            cancellationToken);
}
