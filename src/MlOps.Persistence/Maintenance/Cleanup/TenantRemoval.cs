using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>
/// Deletes all rows of a tenant, such as one that tests made, also those of its audit log. That of the default tenant tells of it. Run it
/// as the owner of the tables.
/// </summary>
/// <param name="context">A context of the owner, and of that tenant.</param>
public sealed class TenantRemoval(MlOpsDbContext context)
{
    private const int Batch = 10_000;

    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();

    /// <summary>Counts the rows of the tenant in each table, and deletes nothing.</summary>
    public async Task<IReadOnlyDictionary<string, long>> CountAsync(CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var entity in ListEntities())
        {
            var count = await context.InTransactionAsync(
                () => context.QuerySql<long>(
                    $"SELECT count(*) AS \"Value\" FROM {NameOf(entity)} WHERE {TenantOf(entity)} = {context.TenantId}")
                    .SingleAsync(cancellationToken),
                cancellationToken).ConfigureAwait(false);
            if (count > 0)
                counts[entity.GetTableName()!] = count;
        }

        return counts;
    }

    /// <summary>Deletes them, in batches. What is deleted stays deleted if it is stopped, and the next run goes on.</summary>
    /// <param name="log">A context of the default tenant, whose audit log tells of it, since that of the tenant is deleted.</param>
    /// <param name="by">Who removes the tenant.</param>
    /// <param name="at">The present.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many rows were deleted of each table, without those that the database deleted with them.</returns>
    /// <exception cref="MlOpsException">
    /// It is the default tenant, a legal hold keeps rows of the tenant, or it has rows in the archive.
    /// </exception>
    public async Task<IReadOnlyDictionary<string, long>> RunAsync(
        MlOpsDbContext log, string by, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.TenantId != Tenants.Default)
            throw new ArgumentException($"The log must be that of the default tenant, not of {log.TenantId}.", nameof(log));

        if (context.TenantId == Tenants.Default)
            throw new MlOpsException(MlOpsError.Refused, "The default tenant is not removed. Erase what you name.");

        using var unlimited = new NoCommandTimeout(context);
        await HeldRows.RequireNoneAsync(context, cancellationToken).ConfigureAwait(false);
        await RequireNothingArchivedAsync(cancellationToken).ConfigureAwait(false);
        await RecordAsync(log, by, at, cancellationToken).ConfigureAwait(false);
        var deleted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var left = ListEntities();
        // What others refer to comes after them. Where tables refer to one another, rows are found that nothing refers to.
        for (var progress = true; progress && left.Count > 0;)
        {
            progress = false;
            foreach (var entity in left.ToList())
            {
                var (rows, isDone) = await DeleteAsync(entity, cancellationToken).ConfigureAwait(false);
                deleted[entity.GetTableName()!] = deleted.GetValueOrDefault(entity.GetTableName()!) + rows;
                progress |= rows > 0 || isDone;
                if (isDone)
                    left.Remove(entity);
            }
        }

        return left.Count == 0
            ? deleted.Where(table => table.Value > 0).ToDictionary()
            : throw new MlOpsException(
                MlOpsError.Refused,
                $"Rows of {string.Join(", ", left.Select(entity => entity.GetTableName()))} refer to one another, and stay. " +
                "Erase them by id.");
    }

    // Before the first row goes: a run that is stopped has deleted some.
    private async Task RecordAsync(MlOpsDbContext log, string by, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var counts = await CountAsync(cancellationToken).ConfigureAwait(false);
        if (counts.Count == 0)
            return;

        log.Add(AuditEntry.Record(by, AuditAction.Delete, nameof(Tenant), $"{context.TenantId}", at, Json.From(counts)));
        await log.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
    }

    // Nothing deletes single rows of the archive.
    private async Task RequireNothingArchivedAsync(CancellationToken cancellationToken)
    {
        foreach (var slice in await new SliceArchive(context).ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var root = SlicedAggregate.Find(context, slice.Root, slice.Name).Aggregate.Tables[0];
            var archived = $"{_sql.DelimitIdentifier(root.ArchiveSchema)}.{root.LocalName(slice.Name)}";
            var tenants = await SliceTenants.ListAsync(context, root, archived, cancellationToken).ConfigureAwait(false);
            if (tenants.Contains(context.TenantId))
                throw new MlOpsException(
                    MlOpsError.Refused,
                    $"The tenant has rows in the archived slice {slice.Name} of {slice.Root}. Restore or purge that slice first.");
        }
    }

    private List<IEntityType> ListEntities() =>
    [
        .. context.Model.GetEntityTypes()
            .Where(type => type.BaseType is null && type.GetTableName() is not null && type.FindTenantProperty() is not null)
            .DistinctBy(type => type.GetTableName())
            // What is sliced refers to what is not.
            .OrderByDescending(type => type.FindSlice() is not null).ThenByDescending(type => type.GetForeignKeys().Count()),
    ];

    private async Task<(long Rows, bool IsDone)> DeleteAsync(IEntityType entity, CancellationToken cancellationToken)
    {
        var (rows, last) = (0L, 0);
        try
        {
            do
            {
                last = await context.InTransactionAsync(
                    async () =>
                    {
                        // A hold may be placed while this goes on.
                        await HeldRows.RequireNoneAsync(context, cancellationToken).ConfigureAwait(false);
                        return await context.ExecuteSqlAsync(
                            $"""
                            DELETE FROM {NameOf(entity)} WHERE (tableoid, ctid) IN (
                                SELECT tableoid, ctid FROM {NameOf(entity)} WHERE {TenantOf(entity)} = {context.TenantId} LIMIT {Batch})
                            """,
                            cancellationToken).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
                rows += last;
            }
            while (last == Batch);

            return (rows, true);
        }
        catch (Npgsql.PostgresException e) when (
            e.SqlState is Npgsql.PostgresErrorCodes.ForeignKeyViolation or Npgsql.PostgresErrorCodes.RestrictViolation)
        {
            return (rows, false);
        }
    }

    private SqlFragment NameOf(IEntityType entity) => new(_sql.DelimitIdentifier(entity.GetTableName()!, entity.GetSchema()));

    private SqlFragment TenantOf(IEntityType entity) =>
        new(_sql.DelimitIdentifier(entity.FindProperty(entity.FindTenantProperty()!)!.GetColumnName()));
}
