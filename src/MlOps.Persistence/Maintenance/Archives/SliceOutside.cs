using System.Data;
using System.Diagnostics;
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
/// A slice that goes outside of the database, into files, and comes back from there. What has the files reads and writes its rows.
/// </summary>
internal sealed class SliceOutside
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly DbContext _context;
    private readonly SliceRecords _records;
    private readonly List<ArchiveTable> _tables;

    /// <exception cref="MlOpsException">There can be no such slice.</exception>
    public SliceOutside(DbContext context, string root, string name)
    {
        (_context, _records) = (context, new SliceRecords(context));
        (Aggregate, Slice) = SlicedAggregate.Find(context, root, name);
        var sql = context.GetService<ISqlGenerationHelper>();
        _tables = [.. Aggregate.Tables.Select(table => new ArchiveTable(table, sql))];
        Parts = [.. _tables.Select(table => new SlicePart(
            table.Live.TableName, table.Partition(Slice), table.Live.Partition(Slice.Suffix)))];
    }

    public SlicedAggregate Aggregate { get; }

    public Slice Slice { get; }

    /// <summary>What each table can have of it, each after those that it refers to.</summary>
    public IReadOnlyList<SlicePart> Parts { get; }

    /// <summary>Hears why an attempt failed to get its locks.</summary>
    public IProgress<string>? Obstacles { get; init; }

    private SliceLock Turn => new($"mlops slice {Slice.Suffix} of {Aggregate.Root} in files");

    private ArchiveMove Move =>
        new(_context, Aggregate, _tables) { Patience = Patience, Obstacles = Obstacles };

    /// <summary>Lets nobody else change tables until the transaction ends. They are locked in their order.</summary>
    /// <exception cref="MlOpsException">Sessions were in the way for too long.</exception>
    public Task LockAsync(IReadOnlyList<string> tables, CancellationToken cancellationToken) =>
        new BriefLocks(_context) { Patience = Patience, Obstacles = Obstacles }.KeepAsync(
            [.. tables], $"The slice {Slice.Suffix} of {Aggregate.Root} was not restored from files", cancellationToken);

    /// <summary>Whether a table has something of it in the archive. Within a transaction.</summary>
    public Task<bool> ExistsAsync(string partition, CancellationToken cancellationToken) =>
        _context.ExistsAsync(partition, cancellationToken);

    /// <summary>Reads what is archived, at one moment. Returns what the work returns; null if it is not archived.</summary>
    public async Task<T?> ReadAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken)
        where T : class
    {
        using var unlimited = new NoCommandTimeout(_context);
        return await _context.InTransactionAsync(
            async () => await IsArchivedAsync(cancellationToken).ConfigureAwait(false) ? await work().ConfigureAwait(false) : null,
            cancellationToken,
            IsolationLevel.RepeatableRead).ConfigureAwait(false);
    }

    /// <summary>
    /// Drops what is archived. While the proof is made, it can be read and not changed. Returns false if it is not archived.
    /// </summary>
    /// <param name="proveAsync">Throws if it must stay.</param>
    /// <param name="requireAsync">The same, right before it is dropped, under all locks.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<bool> PurgeAsync(Func<Task> proveAsync, Func<Task> requireAsync, CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(_context);
        return await _context.InTransactionAsync(
            async () =>
            {
                await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
                if (!await IsArchivedAsync(cancellationToken).ConfigureAwait(false))
                    return false;

                var partitions = await ListArchivedAsync(cancellationToken).ConfigureAwait(false);
                await _context.ExecuteSchemaAsync(
                    $"LOCK TABLE {string.Join(", ", partitions)} IN SHARE MODE", cancellationToken).ConfigureAwait(false);
                await proveAsync().ConfigureAwait(false);
                return await Move.RunAsync(
                    // The keys to other tables go as well.
                    partitions.Concat(_tables.Select(table => table.Name))
                        .Concat(_tables.SelectMany(table => table.Live.OuterPrincipals).Distinct()),
                    () => Task.FromResult(true),
                    async () =>
                    {
                        await requireAsync().ConfigureAwait(false);
                        await ExecuteAsync(
                            _tables.AsEnumerable().Reverse().Where(table => partitions.Contains(table.Partition(Slice)))
                                .SelectMany(table => table.Purge(Slice)),
                            cancellationToken).ConfigureAwait(false);
                        // Without its record the slice would be made anew.
                        await _records.AddAsync(Aggregate, Slice, cancellationToken).ConfigureAwait(false);
                        await _records.SetGoneAsync(Aggregate, Slice, DateTimeOffset.UtcNow, cancellationToken).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes it a live slice with the rows that the work writes into its partitions, and those that wait for it. Returns false if it is
    /// one already.
    /// </summary>
    /// <param name="isSameAsync">Whether the rows that are live are those that would be written.</param>
    /// <param name="prepareAsync">
    /// Runs before the slice locks anything, if rows are to be written. It learns which tables will be locked then, and locks those with
    /// its own ones, so that nothing waits for a lock while it has another one.
    /// </param>
    /// <param name="loadAsync">Writes the rows, and throws if they are not as they should be.</param>
    /// <param name="cancellationToken">Stops it. The slice is there as a whole, or not at all.</param>
    /// <exception cref="MlOpsException">The slice is there with other rows.</exception>
    public async Task<bool> FillAsync(
        Func<Task<bool>> isSameAsync,
        Func<IReadOnlyList<string>, Task> prepareAsync,
        Func<Task> loadAsync,
        CancellationToken cancellationToken)
    {
        using var unlimited = new NoCommandTimeout(_context);
        return await _context.InTransactionAsync(
            async () =>
            {
                await TakeTurnAsync(cancellationToken).ConfigureAwait(false);
                if (await IsArchivedAsync(cancellationToken).ConfigureAwait(false))
                    throw Conflict("is in the archive");

                await RefuseDetachedAsync(cancellationToken).ConfigureAwait(false);
                if (await ExistsAsync(Parts[0].Live, cancellationToken).ConfigureAwait(false))
                    return await FillEmptyAsync(isSameAsync, () => prepareAsync([]), loadAsync, cancellationToken).ConfigureAwait(false);

                await prepareAsync([.. Aggregate.Tables.SelectMany(table => table.OuterPrincipals).Distinct()]).ConfigureAwait(false);
                await FillNewAsync(loadAsync, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
    }

    // Whatever it has, nobody finds it there.
    private async Task RefuseDetachedAsync(CancellationToken cancellationToken)
    {
        foreach (var table in Aggregate.Tables)
        {
            var partition = table.Partition(Slice.Suffix);
            if (await ExistsAsync(partition, cancellationToken).ConfigureAwait(false)
                && !(await table.FindPartitionsAsync(_context, cancellationToken).ConfigureAwait(false))
                    .Any(name => table.SliceOf(name)?.Suffix == Slice.Suffix))
                throw Conflict($"has the table {partition}, which is no partition of {table.Name}. Attach it, or give it another name");
        }
    }

    private async Task FillNewAsync(Func<Task> loadAsync, CancellationToken cancellationToken)
    {
        await ExecuteAsync(Aggregate.Tables.SelectMany(table => table.Create(Slice)), cancellationToken).ConfigureAwait(false);
        await loadAsync().ConfigureAwait(false);
        await Move.RunAsync(
            [],
            () => Task.FromResult(true),
            async () =>
            {
                await SliceFill.RunAsync(_context, Aggregate.Tables, Slice, cancellationToken).ConfigureAwait(false);
                await ExecuteAsync(Aggregate.Tables.Select(table => table.Attach(Slice)), cancellationToken).ConfigureAwait(false);
                await _records.AddAsync(Aggregate, Slice, cancellationToken).ConfigureAwait(false);
                await _records.SetGoneAsync(Aggregate, Slice, null, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    // No trigger may change a row.
    private async Task<bool> FillEmptyAsync(
        Func<Task<bool>> isSameAsync, Func<Task> prepareAsync, Func<Task> loadAsync, CancellationToken cancellationToken)
    {
        var isEmpty = await IsEmptyAsync(cancellationToken).ConfigureAwait(false);
        if (isEmpty)
            await prepareAsync().ConfigureAwait(false);

        await ExecuteAsync(Parts.Select(part => $"ALTER TABLE {part.Live} DISABLE TRIGGER USER"), cancellationToken).ConfigureAwait(false);
        isEmpty = isEmpty && await IsEmptyAsync(cancellationToken).ConfigureAwait(false);
        if (isEmpty)
            await loadAsync().ConfigureAwait(false);
        else if (!await isSameAsync().ConfigureAwait(false))
            throw Conflict("is live, and has other rows than the files");

        await ExecuteAsync(Parts.Select(part => $"ALTER TABLE {part.Live} ENABLE TRIGGER USER"), cancellationToken).ConfigureAwait(false);
        return isEmpty;
    }

    private async Task<bool> IsEmptyAsync(CancellationToken cancellationToken) =>
        (await _context.CountRowsAsync([.. Parts.Select(part => part.Live)], cancellationToken).ConfigureAwait(false)).Sum() == 0;

    // The session of a killed process goes on for a moment.
    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        for (var start = Stopwatch.GetTimestamp(); ;)
        {
            var isFree = await _context.Database.SqlQueryRaw<bool>(SqlNames.EscapeBraces(Turn.Try)).SingleAsync(cancellationToken)
                .ConfigureAwait(false);
            if (isFree)
                return;

            if (Stopwatch.GetElapsedTime(start) > Patience)
                throw new MlOpsException(
                    MlOpsError.Conflict,
                    $"Another process restores or purges the slice {Slice.Suffix} of {Aggregate.Root}. Try again when it has ended.");

            Obstacles?.Report($"another process restores or purges the slice {Slice.Suffix} of {Aggregate.Root}");
            await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<List<string>> ListArchivedAsync(CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var part in Parts)
        {
            if (await ExistsAsync(part.Archived, cancellationToken).ConfigureAwait(false))
                found.Add(part.Archived);
        }

        return found;
    }

    private Task<bool> IsArchivedAsync(CancellationToken cancellationToken) => ExistsAsync(Parts[0].Archived, cancellationToken);

    private MlOpsException Conflict(string state) => new(
        MlOpsError.Conflict,
        $"The slice {Slice.Suffix} of {Aggregate.Root} was not restored from files, and nothing was changed: it {state}.");

    private Task<int> ExecuteAsync(IEnumerable<string> statements, CancellationToken cancellationToken) =>
        _context.ExecuteSchemaAsync(string.Join(";\n", statements), cancellationToken);
}
