using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>The tables that are sliced together, each after those that it refers to, so that the root's comes first.</summary>
internal sealed record SlicedAggregate(string Root, SliceInterval Interval, IReadOnlyList<SlicedTable> Tables)
{
    private bool _hasSaid;

    public static IReadOnlyList<SlicedAggregate> AllOf(DbContext context)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        return
        [
            .. context.Model.GetRelationalModel().Tables
                .Select(table => Describe(table, sql))
                .OfType<SlicedTable>()
                .GroupBy(table => table.Spec.Root)
                .OrderBy(tables => tables.Key, StringComparer.Ordinal)
                .Select(tables => new SlicedAggregate(
                    tables.Key,
                    tables.First().Spec.Interval,
                    [.. tables.OrderBy(table => table.Depth).ThenBy(table => table.Name, StringComparer.Ordinal)])),
        ];
    }

    /// <summary>Finds one of its slices, by the names that a user types.</summary>
    /// <exception cref="MlOpsException">There is no such table, or none of its slices can have that name.</exception>
    public static (SlicedAggregate Aggregate, Slice Slice) Find(DbContext context, string root, string name)
    {
        var all = AllOf(context);
        var aggregate = all.FirstOrDefault(one => one.Root == root || one.Tables[0].TableName == root)
            ?? throw new MlOpsException(
                MlOpsError.NotFound,
                $"'{root}' is not the first table of slices. Those are {string.Join(", ", all.Select(one => one.Root))}.");
        return (aggregate, Slice.OfSuffix(name, aggregate.Interval) ?? throw new MlOpsException(
            MlOpsError.NotFound,
            $"'{name}' does not name a slice of {aggregate.Root}. Its slices have names such as " +
            $"{Slice.Containing(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero), aggregate.Interval).Suffix}."));
    }

    /// <summary>The turn to make slices, which is waited for.</summary>
    public SliceLock MakerLock => new($"mlops maker of slices of {Root}");

    /// <summary>The right to change the slices within one transaction.</summary>
    public SliceLock ChangeLock => new($"mlops slices of {Root}");

    /// <summary>Lets one process at a time change the slices, until its transaction ends.</summary>
    public async Task LockAsync(DbContext context, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
        if (await AskAsync<bool>(ChangeLock.Try).ConfigureAwait(false))
            return;

        // It is taken again and again.
        if (!_hasSaid)
            SliceLog.Waits(context, Root, ChangeLock, await AskAsync<string>(ChangeLock.FindHolder).ConfigureAwait(false));

        _hasSaid = true;
        await context.ExecuteSchemaAsync(ChangeLock.Take, cancellationToken).ConfigureAwait(false);

        async Task<T> AskAsync<T>(string sql) => (await context.Database.SqlQueryRaw<T>(SqlNames.EscapeBraces(sql))
            .ToListAsync(cancellationToken).ConfigureAwait(false)).Single();
    }

    private static SlicedTable? Describe(ITable table, ISqlGenerationHelper sql) =>
        table.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>()
            .FirstOrDefault(type => type.GetTableName() == table.Name && type.GetSchema() == table.Schema) is { } owner
        && owner.FindSlice() is { } spec
            ? new SlicedTable(table, owner, spec, sql)
            : null;
}
