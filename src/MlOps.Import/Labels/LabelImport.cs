using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Import.Files;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;

namespace MlOps.Import.Labels;

/// <summary>
/// Stores the labels of a file, a batch at a time, each in its own transaction. A label that is there already changes nothing, so the
/// import of a file can be killed and begun again.
/// </summary>
/// <param name="context">A context of the tenant, which nothing else uses.</param>
/// <param name="options">How to import.</param>
public sealed class LabelImport(MlOpsDbContext context, LabelImportOptions options)
{
    private const int BatchSize = 5000;
    private const int ShownLength = 500;

    private readonly PredictionRepository _predictions = new(context);

    /// <exception cref="MlOpsException">The file is not in UTF-8, or its first line does not name the columns.</exception>
    public async Task<LabelImportReport> RunAsync(Stream file, CancellationToken cancellationToken = default)
    {
        var report = LabelImportReport.None;
        var records = FileRecords.ReadAsync(file, options.Format, LabelRow.Columns, cancellationToken);
        await foreach (var batch in records.Chunk(BatchSize).WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            report = report.Plus(await StoreAsync(batch, cancellationToken).ConfigureAwait(false));
            options.OnProgress?.Invoke(report);
        }

        return report;
    }

    private async Task<LabelImportReport> StoreAsync(FileRecord[] batch, CancellationToken cancellationToken)
    {
        var refused = new List<(FileLine Line, string Reason)>();
        var rows = ReadRows(batch, refused);
        var lines = await FindLabelsAsync(rows, refused, cancellationToken).ConfigureAwait(false);
        var result = await LabelAsync([.. lines.Keys], cancellationToken).ConfigureAwait(false);
        refused.AddRange(result.Refused.Select(refusal => (lines[refusal.Label], refusal.Reason)));
        foreach (var (line, reason) in refused.OrderBy(refusal => refusal.Line.Number))
            options.OnRefused?.Invoke(new RefusedLabel(line.Number, Shorten(line.Text), reason));

        return new LabelImportReport(batch.Length, result.Recorded, batch.Length - result.Recorded - refused.Count, refused.Count);
    }

    private List<LabelRow> ReadRows(FileRecord[] batch, List<(FileLine, string)> refused)
    {
        var (rows, now) = (new List<LabelRow>(batch.Length), options.Clock.GetUtcNow());
        foreach (var record in batch)
        {
            try
            {
                if (record.Fault is { } fault)
                    refused.Add((record.Line, fault));
                else
                    rows.Add(LabelRow.Read(record, now));
            }
            catch (InvalidValueException e)
            {
                refused.Add((record.Line, e.Message));
            }
        }

        return rows;
    }

    private async Task<Dictionary<Label, FileLine>> FindLabelsAsync(
        List<LabelRow> rows, List<(FileLine, string)> refused, CancellationToken cancellationToken)
    {
        var requests = rows.Select(row => row.RequestId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var found = requests.Count == 0 ? null : await _predictions.FindIdsAsync(requests, null, cancellationToken).ConfigureAwait(false);
        // Two lines can have equal labels.
        var lines = new Dictionary<Label, FileLine>(ReferenceEqualityComparer.Instance);
        foreach (var row in rows)
        {
            Guid[] ids = row.PredictionId is { } id ? [id] : [.. found![row.RequestId!]];
            if (ids is [var prediction])
                lines.Add(new Label(prediction, row.Value, row.At, LabelSources.File), row.Line);
            else
                refused.Add((row.Line, DescribeRequest(row.RequestId!, ids.Length)));
        }

        return lines;
    }

    private async Task<BulkLabelResult> LabelAsync(IReadOnlyList<Label> labels, CancellationToken cancellationToken)
    {
        if (!options.IsDryRun)
            return await _predictions.BulkLabelAsync(labels, cancellationToken).ConfigureAwait(false);

        return await context.Database.CreateExecutionStrategy().ExecuteAsync(async () =>
        {
            var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await using (transaction.ConfigureAwait(false))
            {
                var result = await _predictions.BulkLabelAsync(labels, cancellationToken).ConfigureAwait(false);
                await transaction.RollbackAsync(cancellationToken).ConfigureAwait(false);
                return result;
            }
        }).ConfigureAwait(false);
    }

    private static string DescribeRequest(string request, int count) => count == 0
        ? $"There is no prediction with the request_id '{request}'."
        : $"There are {count} predictions with the request_id '{request}'. Name one of them by its id.";

    private static string Shorten(string text) => text.Length <= ShownLength ? text : $"{text[..ShownLength]}…";
}
