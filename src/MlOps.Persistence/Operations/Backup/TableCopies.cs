using System.Collections.Concurrent;

namespace MlOps.Persistence.Operations.Backup;

/// <summary>Reads the rows of tables in several sessions of one snapshot at once, the largest parts first.</summary>
internal sealed class TableCopies(
    IReadOnlyList<BackupSession> sessions, IReadOnlyList<SourceTable> tables, IProgress<BackupProgress>? progress)
{
    private readonly Lock _lock = new();
    private readonly List<(int Table, int Number, BackupFile File)> _files = [];
    private readonly RowSum[] _sums = [.. tables.Select(_ => new RowSum())];
    private long _done;

    /// <summary>Writes the rows into files of a directory.</summary>
    public async Task<IReadOnlyList<BackupTable>> WriteAsync(string directory, CancellationToken cancellationToken)
    {
        await RunAsync(
            async (session, work, rows, token) =>
            {
                var path = Path.Combine(directory, $"{work.Number:D4}_{Simplify(work.Part.Name)}.copy.gz");
                var file = await TableFile.WriteAsync(
                    session.Connection, work.Part.CopyOut(work.Table.Columns), rows, path, token).ConfigureAwait(false);
                if (file is not null)
                    Add(work, file);
            },
            cancellationToken).ConfigureAwait(false);
        return
        [
            .. tables.Select((table, index) => new BackupTable(
                table.Name,
                table.Columns,
                $"{_sums[index]}",
                [.. _files.Where(file => file.Table == index).OrderBy(file => file.Number).Select(file => file.File)])),
        ];
    }

    /// <summary>Counts and hashes the rows of the tables, in their order.</summary>
    public async Task<IReadOnlyList<RowSum>> HashAsync(CancellationToken cancellationToken)
    {
        await RunAsync(
            (session, work, rows, token) => TableFile.ReadAsync(
                session.Connection, work.Part.CopyOut(work.Table.Columns), rows, Stream.Null, token),
            cancellationToken).ConfigureAwait(false);
        return _sums;
    }

    private async Task RunAsync(
        Func<BackupSession, Work, RowHash, CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        var number = 0;
        var parts = tables.SelectMany((table, index) => table.Parts.Select(part => new Work(index, ++number, table, part))).ToList();
        var total = parts.Sum(work => work.Weight);
        var queue = new ConcurrentQueue<Work>(parts.OrderByDescending(work => work.Weight));
        var options = new ParallelOptions { MaxDegreeOfParallelism = sessions.Count, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(sessions, options, async (session, token) =>
        {
            while (queue.TryDequeue(out var work))
            {
                token.ThrowIfCancellationRequested();
                using var rows = new RowHash();
                await run(session, work, rows, token).ConfigureAwait(false);
                Add(work, rows.Sum, total);
            }
        }).ConfigureAwait(false);
    }

    private void Add(Work work, BackupFile file)
    {
        lock (_lock)
            _files.Add((work.Index, work.Number, file));
    }

    private void Add(Work work, RowSum rows, long total)
    {
        lock (_lock)
        {
            _sums[work.Index].Add(rows);
            _done += work.Weight;
            progress?.Report(new BackupProgress($"{work.Part.Name}: {rows.Rows} rows", (double)_done / total));
        }
    }

    // A name can have any characters, and a file of some systems cannot.
    private static string Simplify(string name) =>
        string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_').Take(63));

    private sealed record Work(int Index, int Number, SourceTable Table, SourcePart Part)
    {
        // An empty part costs time too.
        public long Weight => Part.Bytes + 8192;
    }
}
