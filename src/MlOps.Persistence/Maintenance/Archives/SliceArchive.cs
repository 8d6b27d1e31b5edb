using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Persistence.Maintenance.Archives;

/// <summary>
/// Moves whole slices to the schema of the archive and back. It moves what the catalogue knows of them, and reads no row. Rows of the
/// archive can be read, and not changed. Run it as the owner of the tables.
/// </summary>
/// <param name="context">Any context that UseMlOps configured.</param>
/// <param name="clock">Says which slices are over; the system's clock if not given.</param>
public sealed class SliceArchive(DbContext context, TimeProvider? clock = null)
{
    private readonly SliceRecords _records = new(context);

    /// <summary>How long it tries to get its locks. Each attempt waits for a moment alone, so that nobody has to wait behind it.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Hears why an attempt failed: which sessions are in the way.</summary>
    public IProgress<string>? Obstacles { get; init; }

    /// <summary>Whether a slice can move to the archive, and is not there. Changes nothing.</summary>
    /// <inheritdoc cref="ArchiveAsync"/>
    public async Task<bool> CanArchiveAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var (aggregate, slice) = SlicedAggregate.Find(context, root, name);
        RequireOver(root, slice);
        return !await IsArchivedNotLiveAsync(aggregate, slice, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether a slice is in the archive, and can move back. Changes nothing.</summary>
    /// <inheritdoc cref="RestoreAsync"/>
    public Task<bool> CanRestoreAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var (aggregate, slice) = SlicedAggregate.Find(context, root, name);
        return IsArchivedNotLiveAsync(aggregate, slice, cancellationToken);
    }

    /// <summary>Moves a slice to the archive, with all that belongs to it. Returns false if it is there.</summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="name">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it. A slice is moved as a whole, or not at all.</param>
    /// <exception cref="MlOpsException">There is no such slice, it is not over, or sessions are in the way all the time.</exception>
    public async Task<bool> ArchiveAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        if (!await CanArchiveAsync(root, name, cancellationToken).ConfigureAwait(false))
            return false;

        var (aggregate, slice) = SlicedAggregate.Find(context, root, name);
        var tables = Describe(aggregate);
        // What waits in the default partitions belongs to it, and a table that was added later may lack its part.
        await new SliceMaintenance(context).EnsureAsync(aggregate, [slice], cancellationToken).ConfigureAwait(false);
        if (!await IsLiveAsync(tables, slice, cancellationToken).ConfigureAwait(false))
            throw new MlOpsException(
                MlOpsError.SliceGone,
                $"The slice {slice.Suffix} of {root} was dropped or detached. Rows that came later wait in the default partition, and " +
                "there is nothing to archive.");

        await new ArchiveParents(context, aggregate, tables).EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await Move(aggregate, tables).RunAsync(
            tables.Select(table => table.Live.Partition(slice.Suffix)),
            async () => !await IsArchivedAsync(tables, slice, cancellationToken).ConfigureAwait(false),
            async () =>
            {
                await ExecuteAsync(tables.AsEnumerable().Reverse().SelectMany(table => table.Archive(slice)), cancellationToken)
                    .ConfigureAwait(false);
                await _records.SetGoneAsync(aggregate, slice, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Moves a slice back from the archive, with the rows of it that came meanwhile. Returns false if it is not there, but live.
    /// </summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="name">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it. A slice is moved as a whole, or not at all.</param>
    /// <exception cref="MlOpsException">There is no such slice, or sessions are in the way all the time.</exception>
    public async Task<bool> RestoreAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        using var unlimited = new NoCommandTimeout(context);
        if (!await CanRestoreAsync(root, name, cancellationToken).ConfigureAwait(false))
            return false;

        var (aggregate, slice) = SlicedAggregate.Find(context, root, name);
        var tables = Describe(aggregate);
        await new ArchiveParents(context, aggregate, tables).EnsureAsync(cancellationToken).ConfigureAwait(false);
        return await Move(aggregate, tables).RunAsync(
            tables.Select(table => table.Partition(slice)).Concat(tables.Select(table => table.Name)),
            () => IsArchivedAsync(tables, slice, cancellationToken),
            async () =>
            {
                await ExecuteAsync(tables.AsEnumerable().Reverse().SelectMany(table => table.TakeBack(slice)), cancellationToken)
                    .ConfigureAwait(false);
                await SliceFill.RunAsync(context, aggregate.Tables, slice, cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(tables.Select(table => table.Live.Attach(slice)), cancellationToken).ConfigureAwait(false);
                await _records.SetGoneAsync(aggregate, slice, null, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a live slice that is over, with all that belongs to it. Returns false if it is not there.</summary>
    /// <param name="root">The table of the aggregate's root.</param>
    /// <param name="name">What the names of its partitions end with.</param>
    /// <param name="requireAsync">Throws if it must stay. Called when nobody else can change it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    internal async Task<bool> DropAsync(string root, string name, Func<Task> requireAsync, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(context);
        var (aggregate, slice) = SlicedAggregate.Find(context, root, name);
        RequireOver(root, slice);
        var tables = Describe(aggregate);
        // A table that was added later may lack its part.
        if (await IsLiveAsync(tables, slice, cancellationToken).ConfigureAwait(false))
            await new SliceMaintenance(context).EnsureAsync(aggregate, [slice], cancellationToken).ConfigureAwait(false);

        return await Move(aggregate, tables).RunAsync(
            tables.Select(table => table.Live.Partition(slice.Suffix)),
            () => IsLiveAsync(tables, slice, cancellationToken),
            async () =>
            {
                await requireAsync().ConfigureAwait(false);
                await ExecuteAsync(tables.AsEnumerable().Reverse().SelectMany(table => table.Drop(slice)), cancellationToken)
                    .ConfigureAwait(false);
                await _records.SetGoneAsync(aggregate, slice, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lists the slices of the archive, by table and time.</summary>
    public Task<IReadOnlyList<StoredSlice>> ListAsync(CancellationToken cancellationToken = default) =>
        new SliceReader(context).CollectAsync(
            aggregate => SlicePartition.ListAsync(
                context, aggregate, Describe(aggregate).Select(table => table.Name), cancellationToken),
            cancellationToken);

    /// <summary>Adds the columns to the archive that its live tables have got.</summary>
    internal async Task UpdateAsync(CancellationToken cancellationToken)
    {
        foreach (var aggregate in SlicedAggregate.AllOf(context))
            await new ArchiveParents(context, aggregate, Describe(aggregate)).UpdateAsync(cancellationToken).ConfigureAwait(false);
    }

    private ArchiveMove Move(SlicedAggregate aggregate, IReadOnlyList<ArchiveTable> tables) =>
        new(context, aggregate, tables) { Patience = Patience, Obstacles = Obstacles };

    private void RequireOver(string root, Slice slice)
    {
        if (slice.End > (clock ?? TimeProvider.System).GetUtcNow())
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"The slice {slice.Suffix} of {root} still takes rows. It is over on {slice.End:yyyy-MM-dd}. Try again then.");
    }

    private List<ArchiveTable> Describe(SlicedAggregate aggregate)
    {
        var sql = context.GetService<ISqlGenerationHelper>();
        return [.. aggregate.Tables.Select(table => new ArchiveTable(table, sql))];
    }

    private Task<bool> IsLiveAsync(List<ArchiveTable> tables, Slice slice, CancellationToken cancellationToken) =>
        context.InTransactionAsync(() => context.ExistsAsync(tables[0].Live.Partition(slice.Suffix), cancellationToken), cancellationToken);

    private Task<bool> IsArchivedAsync(List<ArchiveTable> tables, Slice slice, CancellationToken cancellationToken) =>
        context.InTransactionAsync(() => context.ExistsAsync(tables[0].Partition(slice), cancellationToken), cancellationToken);

    private async Task<bool> IsArchivedNotLiveAsync(SlicedAggregate aggregate, Slice slice, CancellationToken cancellationToken)
    {
        var tables = Describe(aggregate);
        if (await IsArchivedAsync(tables, slice, cancellationToken).ConfigureAwait(false))
            return true;

        await RequireAsync(tables[0].Live, slice, cancellationToken).ConfigureAwait(false);
        return false;
    }

    private async Task RequireAsync(SlicedTable root, Slice slice, CancellationToken cancellationToken)
    {
        var waits = SqlNames.EscapeBraces($"SELECT {root.IsWaitedFor(slice)} AS \"Value\"");
        if (!await context.InTransactionAsync(
            async () => await context.ExistsAsync(root.Partition(slice.Suffix), cancellationToken).ConfigureAwait(false)
                || await context.Database.SqlQueryRaw<bool>(waits).SingleAsync(cancellationToken).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false))
            throw new MlOpsException(
                MlOpsError.NotFound, $"There is no slice {slice.Suffix} of {root.TableName}, neither live nor in the archive.");
    }

    // One round trip, since the locks are held.
    private Task<int> ExecuteAsync(IEnumerable<string> statements, CancellationToken cancellationToken) =>
        context.ExecuteSchemaAsync(string.Join(";\n", statements), cancellationToken);
}
