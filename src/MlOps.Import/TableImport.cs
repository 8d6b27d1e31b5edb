using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using Npgsql;

namespace MlOps.Import;

/// <summary>Imports the rows of one table for one tenant, in batches. The next batch is read while one is stored.</summary>
internal sealed class TableImport(PlannedTable table, ImportState state, ImportOptions options)
{
    private const int MaxBatchRows = 5_000;

    // Limits the memory that large rows take.
    private const int MaxBatchCharacters = 4 * 1024 * 1024;

    private static readonly string[] Names = ["name", "model_name", "feature_name"];

    private readonly Lock _refusing = new();

    public async Task RunAsync(NpgsqlCommand query, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var sink = new ImportSink(context, table, state, options, Refuse, RefuseChange);
        var storing = Task.CompletedTask;
        try
        {
            await foreach (var batch in ReadBatchesAsync(query, cancellationToken).ConfigureAwait(false))
            {
                await storing.ConfigureAwait(false);
                options.OnProgress?.Invoke(table.Report);
                storing = Task.Run(() => sink.StoreAsync(batch, cancellationToken), cancellationToken);
            }
        }
        finally
        {
            await storing.ConfigureAwait(false);
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<ImportedRow>> ReadBatchesAsync(
        NpgsqlCommand query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var reader = await query.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            var row = new SourceRow(table.Plan, reader);
            var import = new ImportContext(row, table.Report.Source, table.RepeatedKeys, table.Report, state);
            var batch = new List<ImportedRow>();
            var before = 0L;
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (Map(row, import) is { } imported)
                    batch.Add(imported);

                if (batch.Count == MaxBatchRows || row.Characters - before > MaxBatchCharacters)
                {
                    yield return batch;
                    (batch, before) = ([], row.Characters);
                }
            }

            if (batch.Count > 0)
                yield return batch;
        }
    }

    private ImportedRow? Map(SourceRow row, ImportContext import)
    {
        table.Report.Read++;
        var id = table.Plan.Shape.Keys.Concat(Names).Select(row.Show).FirstOrDefault(id => id is not null)
            ?? ImportTable.Unknown;
        try
        {
            return new ImportedRow(id, import.Map(table.Mapping), row.IsChanged);
        }
        catch (Exception e) when (DatabaseRefusal.FindCause(e) is RefusalCause.Row or RefusalCause.Unknown)
        {
            // Exceptions of any type: an unexpected value must not end the import.
            var property = (e as InvalidValueException)?.Property ?? "";
            var column = table.Plan.Find(JsonNamingPolicy.SnakeCaseLower.ConvertName(property));
            var value = column is null ? null : row.Show(column.Column.Name);
            Refuse(new RefusedImport(table.Report.Source, id, column?.SourceName, value, e.Message));
            return null;
        }
    }

    private void Refuse(ImportedRow row, string reason)
    {
        foreach (var entity in row.Entities)
        {
            state.RemoveVersion(entity.Id);
            state.References.Remove(entity);
            state.SourceSchemas?.Remove(entity.Id);
        }

        Refuse(new RefusedImport(table.Report.Source, row.Id, null, null, reason));
    }

    private void RefuseChange(ImportedRow row, string reason) =>
        Refuse(new RefusedImport(table.Report.Source, row.Id, null, null, reason));

    // Two threads refuse rows: one reads a batch while the other one stores a batch.
    private void Refuse(RefusedImport row)
    {
        lock (_refusing)
        {
            table.Report.Refuse(row);
            options.OnRefused?.Invoke(row);
        }
    }
}
