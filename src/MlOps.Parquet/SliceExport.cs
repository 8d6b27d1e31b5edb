using System.Globalization;
using Microsoft.EntityFrameworkCore;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.References;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Operations.Backup;
using Npgsql;

namespace MlOps.Parquet;

/// <summary>
/// Writes a slice of the archive into files, with the rows of other tables that its rows refer to, reads them back, and compares them
/// with the database. Only then they have a manifest. Run it as the owner of the tables.
/// </summary>
/// <param name="context">Any context that UseMlOps configured.</param>
/// <param name="directory">Where the files go.</param>
public sealed class SliceExport(MlOpsDbContext context, SliceDirectory directory)
{
    /// <summary>Learns how far it is.</summary>
    public IProgress<BackupProgress>? Progress { get; init; }

    /// <summary>Whether it replaces files, also those that have other rows. They may be the only copy of these.</summary>
    public bool Replaces { get; init; }

    /// <summary>Whether a slice is in the archive, and so can be exported. Changes nothing.</summary>
    /// <exception cref="MlOpsException">It is not.</exception>
    public Task CheckAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var slice = new SliceOutside(context, root, name);
        return ReadAsync(slice, () => Task.FromResult(""), cancellationToken);
    }

    /// <summary>Exports a slice, unless the directory has the same rows already.</summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="name">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it. Then the directory has no manifest of the slice.</param>
    /// <exception cref="MlOpsException">
    /// It is not in the archive, has a value that no file can have, what was read back differs, or the directory has other rows.
    /// </exception>
    public async Task<ExportedSlice> RunAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var slice = new SliceOutside(context, root, name);
        await CheckAsync(root, name, cancellationToken).ConfigureAwait(false);
        return await SliceDirectory.Use.ExplainAsync(
            directory.Root,
            async () =>
            {
                var turn = await directory.TakeTurnAsync(Progress, cancellationToken).ConfigureAwait(false);
                await using var whenDone = turn.ConfigureAwait(false);
                return await ReadAsync(
                    slice,
                    async () =>
                    {
                        await context.ExecuteSchemaAsync(ValueSettings.Set, cancellationToken).ConfigureAwait(false);
                        return await ExportAsync(slice, cancellationToken).ConfigureAwait(false);
                    },
                    cancellationToken).ConfigureAwait(false);
            }).ConfigureAwait(false);
    }

    private static async Task<T> ReadAsync<T>(SliceOutside slice, Func<Task<T>> work, CancellationToken cancellationToken)
        where T : class =>
        await slice.ReadAsync(work, cancellationToken).ConfigureAwait(false) ?? throw new MlOpsException(
            MlOpsError.NotFound,
            $"The slice {slice.Slice.Suffix} of {slice.Aggregate.Root} is not in the archive. 'mlops archive move " +
            $"{slice.Aggregate.Root} {slice.Slice.Suffix}' moves it there, and 'mlops archive list' shows what is there.");

    private async Task<ExportedSlice> ExportAsync(SliceOutside slice, CancellationToken cancellationToken)
    {
        var parts = new List<SlicePart>();
        foreach (var part in slice.Parts)
        {
            if (await slice.ExistsAsync(part.Archived, cancellationToken).ConfigureAwait(false))
                parts.Add(part);
        }

        var tables = new List<ManifestTable>();
        var known = FindKnown(slice);
        var isSame = known is not null && known.Tables.Count == parts.Count;
        foreach (var part in parts)
        {
            Progress?.Report(new BackupProgress($"{part.Table} is summed up", (double)tables.Count / parts.Count * 0.4));
            tables.Add(await ExportOf(part).DescribeAsync(part.Archived, cancellationToken).ConfigureAwait(false));
            isSame = isSame && known!.Tables[tables.Count - 1].HasSameRows(tables[^1]);
        }

        // What the rows refer to may have changed since, and stays as it was when they were exported first, unless it is to be replaced.
        if (isSame && !Replaces && known!.HasReferences && await IsWholeAsync(known, cancellationToken).ConfigureAwait(false))
            return new ExportedSlice(known, IsNew: false);

        if (known is not null && !isSame && !Replaces)
            throw new MlOpsException(
                MlOpsError.Conflict,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{directory.Root} has the slice {known.Slice} of {known.Root} with other rows or columns: {known.Rows} rows, " +
                    $"exported at {known.CreatedAt:yyyy-MM-dd HH:mm} UTC from the database {known.Database}. ") +
                "It may be the only copy, so nothing was changed. Name another directory, or give --replace if nobody needs these rows.");

        for (var i = 0; i < parts.Count; i++)
        {
            var share = 0.4 + (0.6 * i / parts.Count);
            tables[i] = await ExportOf(parts[i]).WriteAsync(
                tables[i],
                SliceDirectory.FileOf(slice.Slice.Suffix, parts[i].Table),
                text => Progress?.Report(new BackupProgress(text, share)),
                cancellationToken).ConfigureAwait(false);
        }

        var manifest = Describe(slice, tables, await ExportReferencesAsync(slice, parts, cancellationToken).ConfigureAwait(false));
        directory.Complete(manifest);
        return new ExportedSlice(manifest, IsNew: true);
    }

    private async Task<IReadOnlyList<ManifestTable>> ExportReferencesAsync(
        SliceOutside slice, IReadOnlyList<SlicePart> parts, CancellationToken cancellationToken)
    {
        var tables = new List<ManifestTable>();
        var found = await new ReferredRows(context, slice, parts).CollectAsync(cancellationToken).ConfigureAwait(false);
        foreach (var table in found.OrderBy(table => table.TableName, StringComparer.Ordinal))
        {
            var export = new TableExport(Connection, directory, table.TableName, table.Staged);
            var described = await export.DescribeAsync(table.Name, cancellationToken).ConfigureAwait(false);
            if (described.Rows > 0)
                tables.Add(await export.WriteAsync(
                    described,
                    SliceDirectory.ReferenceOf(slice.Aggregate.Root, slice.Slice.Suffix, table.TableName),
                    text => Progress?.Report(new BackupProgress(text, 1)),
                    cancellationToken).ConfigureAwait(false));
        }

        return tables;
    }

    private TableExport ExportOf(SlicePart part) => new(Connection, directory, part.Table, part.Archived);

    private NpgsqlConnection Connection => (NpgsqlConnection)context.Database.GetDbConnection();

    // What is damaged is written anew, as long as the rows are here.
    private SliceManifest? FindKnown(SliceOutside slice)
    {
        try
        {
            return directory.Find(slice.Aggregate.Root, slice.Slice.Suffix);
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.BackupDamaged)
        {
            return null;
        }
    }

    private async Task<bool> IsWholeAsync(SliceManifest known, CancellationToken cancellationToken)
    {
        try
        {
            await directory.RequireWholeAsync(known, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (MlOpsException e) when (e.Error == MlOpsError.BackupDamaged)
        {
            return false;
        }
    }

    private SliceManifest Describe(
        SliceOutside slice, IReadOnlyList<ManifestTable> tables, IReadOnlyList<ManifestTable> references) => new()
        {
            Format = SliceManifest.CurrentFormat,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            Program = typeof(SliceExport).Assembly.GetName().Version!.ToString(3),
            Database = Connection.Database,
            ServerVersion = Connection.PostgreSqlVersion.ToString(),
            Root = slice.Aggregate.Root,
            Slice = slice.Slice.Suffix,
            From = slice.Slice.Start,
            To = slice.Slice.End,
            Tables = tables,
            References = references,
        };
}
