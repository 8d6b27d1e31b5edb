using Microsoft.EntityFrameworkCore;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Retention;
using MlOps.Persistence.Operations.Backup;
using Npgsql;

namespace MlOps.Parquet;

/// <summary>
/// Drops a slice of the archive that files prove to have. The files are read again, and the rows are summed up again, while nobody can
/// change them. Run it as the owner of the tables.
/// </summary>
/// <param name="context">Any context that UseMlOps configured.</param>
/// <param name="directory">Where the files are.</param>
public sealed class SlicePurge(MlOpsDbContext context, SliceDirectory directory)
{
    /// <summary>Hears why an attempt failed: which sessions are in the way.</summary>
    public IProgress<string>? Obstacles { get; init; }

    /// <summary>Learns how far it is.</summary>
    public IProgress<BackupProgress>? Progress { get; init; }

    /// <summary>Looks whether a slice could be dropped, and changes nothing. Returns false if it is not in the archive.</summary>
    /// <inheritdoc cref="RunAsync"/>
    public async Task<bool> CheckAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var slice = Find(root, name);
        return await slice.ReadAsync(() => ProveAsync(slice, cancellationToken), cancellationToken).ConfigureAwait(false) is not null;
    }

    /// <summary>Drops a slice. Returns false if it is not in the archive.</summary>
    /// <param name="root">The table of the aggregate's root, such as ml_predictions.</param>
    /// <param name="name">What the names of its partitions end with, such as 2026_08.</param>
    /// <param name="cancellationToken">Stops it. The slice is dropped as a whole, or not at all.</param>
    /// <exception cref="MlOpsException">The files do not have all of it, or are damaged.</exception>
    public async Task<bool> RunAsync(string root, string name, CancellationToken cancellationToken = default)
    {
        var slice = Find(root, name);
        return await slice.PurgeAsync(
            () => ProveAsync(slice, cancellationToken),
            async () =>
            {
                // The sums saw the rows of all tenants. Holds are read tenant by tenant.
                await context.ExecuteSchemaAsync("SET LOCAL row_security = on", cancellationToken).ConfigureAwait(false);
                // Somebody may have placed one meanwhile, and nobody can until the slice is dropped.
                await ActiveHolds.LockAsync(context, cancellationToken).ConfigureAwait(false);
                await RequireNotHeldAsync(slice, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
    }

    private SliceOutside Find(string root, string name) => new(context, root, name) { Obstacles = Obstacles };

    // Nobody can change the rows from here on.
    private async Task<SliceManifest> ProveAsync(SliceOutside slice, CancellationToken cancellationToken)
    {
        await RequireNotHeldAsync(slice, cancellationToken).ConfigureAwait(false);
        var manifest = directory.Get(slice.Aggregate.Root, slice.Slice.Suffix);
        Progress?.Report(new BackupProgress("The files are read", 0));
        await SliceDirectory.Use.ExplainAsync(
            directory.Root,
            async () =>
            {
                await directory.RequireWholeAsync(manifest, cancellationToken).ConfigureAwait(false);
                return true;
            }).ConfigureAwait(false);
        await context.ExecuteSchemaAsync(ValueSettings.Set, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < slice.Parts.Count; i++)
        {
            Progress?.Report(new BackupProgress($"{slice.Parts[i].Table} is summed up", (double)i / slice.Parts.Count));
            if (await slice.ExistsAsync(slice.Parts[i].Archived, cancellationToken).ConfigureAwait(false))
                await RequireSameAsync(slice, slice.Parts[i], manifest, cancellationToken).ConfigureAwait(false);
        }

        return manifest;
    }

    // The files are under nobody's control, so a hold keeps the rows in the database as well.
    private async Task RequireNotHeldAsync(SliceOutside slice, CancellationToken cancellationToken)
    {
        var archived = new Dictionary<string, string>();
        foreach (var part in slice.Parts)
        {
            if (await slice.ExistsAsync(part.Archived, cancellationToken).ConfigureAwait(false))
                archived[part.Table] = part.Archived;
        }

        var tables = slice.Aggregate.Tables;
        if (!archived.TryGetValue(tables[0].TableName, out var root))
            return;

        var tenants = await SliceTenants.ListAsync(context, tables[0], root, cancellationToken).ConfigureAwait(false);
        var holds = await ActiveHolds.ReadAsync(context, tenants, cancellationToken).ConfigureAwait(false);
        if (await holds.FindReasonAsync(
                tables, table => archived.GetValueOrDefault(table.TableName), slice.Slice, cancellationToken)
            .ConfigureAwait(false) is { } reason)
            throw new MlOpsException(MlOpsError.Refused, reason);
    }

    private async Task RequireSameAsync(
        SliceOutside slice, SlicePart part, SliceManifest manifest, CancellationToken cancellationToken)
    {
        var table = manifest.Tables.SingleOrDefault(one => one.Name == part.Table)
            ?? throw Refuse(slice, $"the files have no table {part.Table}");
        var connection = (NpgsqlConnection)context.Database.GetDbConnection();
        var columns = await TableColumns.ReadAsync(connection, part.Archived, cancellationToken).ConfigureAwait(false);
        if (!columns.Select(column => column.Name).ToHashSet().SetEquals(table.ColumnNames))
            throw Refuse(slice, $"{part.Table} has other columns than its file");

        var byName = columns.ToDictionary(column => column.Name);
        var found = await ServerProfile.ReadAsync(
            connection, part.Archived, [.. table.ColumnNames.Select(name => byName[name])], cancellationToken).ConfigureAwait(false);
        if (found.FindDifference(table.ReadProfile(), table.ColumnNames) is { } difference)
            throw Refuse(slice, $"{part.Table} and its file do not have the same: {difference}");
    }

    private static MlOpsException Refuse(SliceOutside slice, string reason) => new(
        MlOpsError.Conflict,
        $"The slice {slice.Slice.Suffix} of {slice.Aggregate.Root} stays in the archive, since {reason}. Export it again.");
}
