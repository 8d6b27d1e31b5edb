using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Import.Reports;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;
using Npgsql;

namespace MlOps.Import;

/// <summary>Takes the rows of one table that belong to one tenant, batch by batch: the next one is read while one is stored.</summary>
internal sealed class TableImport(ImportPass pass, ImportMemory memory, ImportOptions options)
{
    private const int BatchRows = 5_000;

    // Rows may be large, and the memory must not depend on it.
    private const int BatchCharacters = 4 * 1024 * 1024;

    private readonly Lock _refusing = new();

    public async Task RunAsync(NpgsqlCommand query, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var sink = new ImportSink(context, pass.Plan.Table, pass.Report, options.IsDryRun, Refuse);
        var storing = Task.CompletedTask;
        try
        {
            await foreach (var batch in BatchesAsync(query, cancellationToken).ConfigureAwait(false))
            {
                await storing.ConfigureAwait(false);
                options.OnProgress?.Invoke(pass.Report);
                storing = Task.Run(() => sink.StoreAsync(batch, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            await storing.ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ImportItem>> BatchesAsync(
        NpgsqlCommand query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var row = new ImportRow(pass, reader, memory);
            var batch = new List<ImportItem>();
            var before = 0L;
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Make(row) is { } item)
                    batch.Add(item);

                if (batch.Count == BatchRows || row.Characters - before > BatchCharacters)
                {
                    yield return batch;
                    (batch, before) = ([], row.Characters);
                }
            }

            if (batch.Count > 0)
                yield return batch;
        }
    }

    private ImportItem? Make(ImportRow row)
    {
        pass.Report.Read++;
        row.Next();
        try
        {
            var item = new ImportItem(row.Identity, [.. pass.Plan.Table.Make(row)]);
            row.Made();
            return item;
        }
        catch (Exception e) when (DatabaseRefusal.IsOfTheRow(e))
        {
            // Not of the domain alone: a value that nobody thought of costs its row, and not the import.
            var column = (e as InvalidValueException)?.Property is { } property ? pass.Plan.Column(JsonNamingPolicy.SnakeCaseLower.ConvertName(property)) : null;
            Refuse(new RefusedImport(
                pass.Plan.Source, row.Identity, column?.SourceName, column is null ? null : row.Shown(column.Column.Name), e.Message));
            return null;
        }
    }

    private void Refuse(ImportItem item, string reason)
    {
        foreach (var entity in item.Entities)
            memory.RemoveVersion(entity.Id);

        Refuse(new RefusedImport(pass.Plan.Source, item.Id, null, null, reason));
    }

    private void Refuse(RefusedImport row)
    {
        lock (_refusing)
        {
            pass.Report.Refuse(row);
            options.OnRefused?.Invoke(row);
        }
    }
}
