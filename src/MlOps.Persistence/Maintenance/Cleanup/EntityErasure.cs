using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Domain;
using MlOps.Domain.Governance;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Cleanup;

/// <summary>
/// Erases entities with all that refers to them, and all that refers to that, whatever the foreign keys say. Run it as the owner of the
/// tables, who may delete what an application may only add.
/// </summary>
/// <param name="context">A context of the owner. It must not track what is erased.</param>
public sealed class EntityErasure(MlOpsDbContext context)
{
    private const int Batch = 10_000;

    private readonly ISqlGenerationHelper _sql = context.GetService<ISqlGenerationHelper>();
    private readonly Dictionary<IEntityType, HashSet<Guid>> _open = [];
    private readonly SortedDictionary<string, long> _erased = new(StringComparer.Ordinal);

    /// <summary>Erases entities of the tenant of the context, and enters each into the audit log. All of them, or none.</summary>
    /// <param name="table">Their table, such as ml_models. That of a derived entity stands for its root.</param>
    /// <param name="ids">Their ids.</param>
    /// <param name="by">Who erases them.</param>
    /// <param name="at">The present.</param>
    /// <param name="isTrial">Whether everything is rolled back, so that only the numbers are known.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many rows were erased of each table.</returns>
    /// <exception cref="MlOpsException">
    /// The model has no such table, there is no such row, or a legal hold keeps rows of the tenant.
    /// </exception>
    public async Task<IReadOnlyDictionary<string, long>> EraseAsync(
        string table,
        IReadOnlyCollection<Guid> ids,
        string by,
        DateTimeOffset at,
        bool isTrial = false,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        var entity = Find(table);
        using var unlimited = new NoCommandTimeout(context);
        var trial = new Trial();
        try
        {
            await context.InTransactionAsync(
                async () =>
                {
                    _erased.Clear();
                    _open.Clear();
                    await HeldRows.RequireNoneAsync(context, cancellationToken).ConfigureAwait(false);
                    await RequireAllAsync(entity, [.. ids.Distinct()], cancellationToken).ConfigureAwait(false);
                    foreach (var some in ids.Distinct().Chunk(Batch))
                        await EraseAsync(entity, some, cancellationToken).ConfigureAwait(false);

                    foreach (var id in ids.Distinct())
                        context.Add(AuditEntry.Record(by, AuditAction.Delete, entity.ClrType.Name, $"{id}", at));

                    await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
                    return isTrial ? throw trial : true;
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Trial e) when (e == trial)
        {
            // What was entered is rolled back as well.
            context.ChangeTracker.Clear();
        }

        return _erased;
    }

    private async Task RequireAllAsync(IEntityType entity, Guid[] ids, CancellationToken cancellationToken)
    {
        var table = KeyedTable.Of(entity, _sql);
        var missing = await context.QuerySql<Guid>(
            $"""
            SELECT wanted.value AS "Value" FROM unnest({ids}) AS wanted (value) WHERE NOT EXISTS (
                SELECT 1 FROM {new SqlFragment(table.Name)} t
                WHERE t.{new SqlFragment(table.TenantColumn)} = {context.TenantId} AND t.{new SqlFragment(table.IdColumn)} = wanted.value)
            LIMIT 1
            """).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
            throw new MlOpsException(
                MlOpsError.NotFound,
                $"Table {entity.GetTableName()} has no row {missing[0]} of this tenant, so that none is erased. A row of the archive is " +
                "erased after its slice is restored.");
    }

    private IEntityType Find(string table) =>
        context.Model.GetEntityTypes().FirstOrDefault(
            type => type.GetTableName() == table && typeof(Entity).IsAssignableFrom(type.ClrType))?.GetRootType()
        ?? throw new MlOpsException(MlOpsError.NotFound, $"The model has no table '{table}' whose rows have an id.");

    // What refers to the rows is erased before them. Rows on the way are not entered twice, so that a circle ends.
    private async Task EraseAsync(IEntityType entity, Guid[] ids, CancellationToken cancellationToken)
    {
        if (!_open.TryGetValue(entity, out var open))
            _open[entity] = open = [];

        open.UnionWith(ids);
        foreach (var key in entity.GetDerivedTypesInclusive().SelectMany(type => type.GetReferencingForeignKeys()).Distinct())
        {
            if (IsOfHierarchy(key))
                continue;

            while (await FindAsync(key, ids, cancellationToken).ConfigureAwait(false) is { Length: > 0 } children)
                await EraseAsync(key.DeclaringEntityType.GetRootType(), children, cancellationToken).ConfigureAwait(false);
        }

        var name = entity.GetTableName()!;
        _erased[name] = _erased.GetValueOrDefault(name)
            + await KeyedTable.Of(entity, _sql).DeleteAsync(context, ids, cancellationToken).ConfigureAwait(false);
        open.ExceptWith(ids);
    }

    // From the table of a derived entity to that of its root.
    private static bool IsOfHierarchy(IForeignKey key) => key.IsBaseLinking()
        || !typeof(Entity).IsAssignableFrom(key.DeclaringEntityType.ClrType) || key.DeclaringEntityType.GetTableName() is null;

    // A key may be one of names, or of several columns.
    private async Task<Guid[]> FindAsync(IForeignKey key, Guid[] ids, CancellationToken cancellationToken)
    {
        var (child, parent) = (KeyedTable.Of(key.DeclaringEntityType, _sql), KeyedTable.Of(key.PrincipalKey.DeclaringEntityType, _sql));
        var refers = string.Join(" AND ", key.Properties.Zip(key.PrincipalKey.Properties, (one, other) =>
            $"c.{_sql.DelimitIdentifier(one.GetColumnName())} = p.{_sql.DelimitIdentifier(other.GetColumnName())}"));
        var known = _open.GetValueOrDefault(key.DeclaringEntityType.GetRootType())?.ToArray() ?? [];
        return await context.QuerySql<Guid>(
            $"""
            SELECT c.{new SqlFragment(child.IdColumn)} AS "Value"
            FROM {new SqlFragment(child.Name)} c JOIN {new SqlFragment(parent.Name)} p ON {new SqlFragment(refers)}
            WHERE p.{new SqlFragment(parent.TenantColumn)} = {context.TenantId} AND p.{new SqlFragment(parent.IdColumn)} = ANY ({ids})
                AND c.{new SqlFragment(child.TenantColumn)} = {context.TenantId} AND c.{new SqlFragment(child.IdColumn)} <> ALL ({known})
            LIMIT {Batch}
            """).ToArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    private sealed class Trial : Exception;
}
