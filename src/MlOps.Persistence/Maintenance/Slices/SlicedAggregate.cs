using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Postgres;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>The tables that are sliced together, each after those that it refers to, so that the root's comes first.</summary>
internal sealed record SlicedAggregate(string Root, SliceInterval Interval, IReadOnlyList<SlicedTable> Tables)
{
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

    /// <summary>Lets one process at a time change the slices, until its transaction ends.</summary>
    public async Task LockAsync(DbContext context, CancellationToken cancellationToken)
    {
        await context.ExecuteSchemaAsync(LockRetry.Timeout, cancellationToken).ConfigureAwait(false);
        await context.ExecuteSchemaAsync(
            $"SELECT pg_advisory_xact_lock(hashtext({SqlNames.Literal($"mlops slices of {Root}")}))", cancellationToken)
            .ConfigureAwait(false);
    }

    private static SlicedTable? Describe(ITable table, ISqlGenerationHelper sql) =>
        table.EntityTypeMappings.Select(mapping => mapping.TypeBase).OfType<IEntityType>()
            .FirstOrDefault(type => type.GetTableName() == table.Name && type.GetSchema() == table.Schema) is { } owner
        && owner.FindSlice() is { } spec
            ? new SlicedTable(table, owner, spec, sql)
            : null;
}
