using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;
using MlOps.Parquet.Manifests;
using MlOps.Parquet.Tables;
using MlOps.Persistence;
using MlOps.Persistence.Maintenance.Archives;
using MlOps.Persistence.Maintenance.Commands;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Transactions;
using MlOps.Postgres;
using MlOps.Postgres.Slices;

namespace MlOps.Parquet;

/// <summary>Finds rows of the tenant of a context, wherever they are: live, in the archive or in files.</summary>
/// <param name="context">Any context that UseMlOps configured.</param>
/// <param name="root">The first table of the slices, such as ml_predictions.</param>
/// <param name="directory">Where the files are; null to look for none.</param>
public sealed class RowSearch(MlOpsDbContext context, string root, SliceDirectory? directory)
{
    private readonly SlicedAggregate _aggregate = SlicedAggregate.AllOf(context).Single(one => one.Tables[0].TableName == root);

    /// <summary>Hears of slices whose files are damaged, if the rows were found elsewhere.</summary>
    public IProgress<string>? Damage { get; init; }

    private SlicedTable Root => _aggregate.Tables[0];

    /// <summary>Finds the rows with a value in a column of the first table. Each is found once.</summary>
    /// <param name="column">The column.</param>
    /// <param name="value">The value as text.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="MlOpsException">Nothing was found, and a file is damaged that may have it.</exception>
    public async Task<IReadOnlyList<FoundRow>> FindAsync(string column, string value, CancellationToken cancellationToken = default)
    {
        var found = new List<FoundRow>();
        foreach (var place in (RowPlace[])[RowPlace.Live, RowPlace.Archived])
            found.AddRange(await context.InTransactionAsync(
                () => FindStoredAsync(place, column, value, cancellationToken), cancellationToken).ConfigureAwait(false));

        // There is one row of an id.
        if (found.Count == 0 || column != Root.Spec.Column)
            found.AddRange(await FindInFilesAsync(found.Count > 0, column, value, cancellationToken).ConfigureAwait(false));

        return [.. found.DistinctBy(row => IdOf(row.Row))];
    }

    // A damaged slice keeps nobody from what others have.
    private async Task<IReadOnlyList<FoundRow>> FindInFilesAsync(
        bool hasFound, string column, string value, CancellationToken cancellationToken)
    {
        var (found, damage) = (new List<FoundRow>(), new List<MlOpsException>());
        foreach (var slice in directory?.ListSlices(_aggregate.Root).Where(one => MayHave(one, column, value)) ?? [])
        {
            try
            {
                if (directory!.Find(_aggregate.Root, slice) is { } manifest)
                    found.AddRange(await SliceDirectory.Use.ExplainAsync(
                        directory.Root, () => FindInFilesAsync(manifest, column, value, cancellationToken)).ConfigureAwait(false));
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.BackupDamaged)
            {
                damage.Add(e);
            }
        }

        if (!hasFound && found.Count == 0 && damage is [var first, ..])
            throw first;

        damage.ForEach(one => Damage?.Report(one.Message));
        return found;
    }

    private bool MayHave(string slice, string column, string value) => column != Root.Spec.Column
        || !Guid.TryParse(value, out var id)
        || Slice.OfId(id, _aggregate.Interval)?.Suffix == slice;

    private string IdOf(JsonObject row) => row[Root.Spec.Column]!.GetValue<string>();

    private async Task<IReadOnlyList<FoundRow>> FindStoredAsync(
        RowPlace place, string column, string value, CancellationToken cancellationToken)
    {
        if (place == RowPlace.Archived && !await context.ExistsAsync(Archive(Root), cancellationToken).ConfigureAwait(false))
            return [];

        await context.ExecuteSchemaAsync("SET LOCAL timezone = 'UTC'", cancellationToken).ConfigureAwait(false);
        return await CollectAsync(
            place,
            (table, name, text) => ReadAsync(place == RowPlace.Live ? table.Name : Archive(table), table, name, text, cancellationToken),
            column,
            value).ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<FoundRow>> FindInFilesAsync(
        SliceManifest manifest, string column, string value, CancellationToken cancellationToken)
    {
        await directory!.RequireWholeAsync(manifest, cancellationToken).ConfigureAwait(false);
        try
        {
            return await CollectAsync(
                RowPlace.Files,
                async (table, name, text) => manifest.Tables.SingleOrDefault(one => one.Name == table.TableName) is { } stored
                    ? await FileSearch.FindAsync(
                        directory!.PathOf(stored),
                        stored.ListColumns(),
                        new Dictionary<string, string> { [name] = text, [TenantOf(table)] = $"{context.TenantId}" },
                        cancellationToken).ConfigureAwait(false)
                    : [],
                column,
                value).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw SliceDirectory.Damaged(manifest, $"A file cannot be read: {e.Message}", e);
        }
    }

    private async Task<IReadOnlyList<FoundRow>> CollectAsync(
        RowPlace place, Func<SlicedTable, string, string, Task<IReadOnlyList<JsonObject>>> readAsync, string column, string value)
    {
        var found = new List<FoundRow>();
        foreach (var row in await readAsync(Root, column, value).ConfigureAwait(false))
        {
            var related = new Dictionary<string, IReadOnlyList<JsonObject>>();
            foreach (var table in _aggregate.Tables.Skip(1))
            {
                var rows = await readAsync(table, table.Spec.Column, IdOf(row)).ConfigureAwait(false);
                if (!AddsColumns(table))
                    related.Add(table.TableName, rows);
                else if (rows is [var more])
                    Merge(row, more);
            }

            found.Add(new FoundRow(place, row, related));
        }

        return found;
    }

    // The table of a service.
    private bool AddsColumns(SlicedTable table) => table.EntityType.GetRootType() == Root.EntityType.GetRootType();

    private static void Merge(JsonObject row, JsonObject more)
    {
        foreach (var (name, value) in more)
            row.TryAdd(name, value?.DeepClone());
    }

    private async Task<IReadOnlyList<JsonObject>> ReadAsync(
        string relation, SlicedTable table, string column, string value, CancellationToken cancellationToken)
    {
        // A cast of the column instead would do without its index.
        var sql = SqlNames.EscapeBraces(
            $"SELECT to_jsonb(t)::text AS \"Value\" FROM {relation} AS t WHERE t.{SqlNames.Quote(TenantOf(table))} = ")
            + "{0} AND t." + SqlNames.EscapeBraces(SqlNames.Quote(column)) + " = "
            + (column == table.Spec.Column ? "{1}::uuid" : "{1}");
        var rows = await context.Database.SqlQueryRaw<string>(sql, context.TenantId, value).ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        return [.. rows.Select(row => JsonNode.Parse(row)!.AsObject())];
    }

    private static string TenantOf(SlicedTable table) =>
        table.EntityType.FindProperty(table.EntityType.FindTenantProperty()!)!.GetColumnName(
            StoreObjectIdentifier.Table(table.TableName, table.EntityType.GetSchema()))!;

    private string Archive(SlicedTable table) => new ArchiveTable(table, context.GetService<ISqlGenerationHelper>()).Name;
}
