using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Server.Features;
using MlOps.Server.Items;
using MlOps.Server.Observing;
using MlOps.Server.Reading;

namespace MlOps.Server.Requests;

/// <summary>
/// Takes the items of a request into the journal of their tenant. Items that arrive together are on disk together, and each of them has
/// a result of its own.
/// </summary>
internal sealed class ItemIntake(
    ITenantWriters writers,
    TenantContexts contexts,
    FeatureLookup features,
    ItemMeter meter,
    ServerOptions options,
    IHostApplicationLifetime lifetime,
    TimeProvider clock)
{
    public async Task<ItemResults> TakeAsync(
        ItemKind kind, Guid tenantId, ItemIds ids, ItemFrames frames, CancellationToken cancellationToken)
    {
        var results = new ItemResults();
        var items = new List<ItemFrame>();
        var reader = new ItemReader(kind, name => features.Find(tenantId, name), ids, clock);
        try
        {
            while (!results.IsCut && await frames.ReadAsync(items, lifetime.ApplicationStopping).ConfigureAwait(false))
                await TakeAsync(reader, tenantId, items, results, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            results.End(StatusCodes.Status503ServiceUnavailable, "The server is stopping. Send what is not listed again.");
        }

        meter.Count(kind.Type.Name, results.Count - results.Refused, results.Refused);
        return results;
    }

    private async Task TakeAsync(
        ItemReader reader, Guid tenantId, List<ItemFrame> items, ItemResults results, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.PlaceTimeout);
        var (first, pending) = (results.Count, new List<Task>(items.Count));
        foreach (var item in items)
        {
            if (results.Refused >= options.MaxRefusals)
            {
                results.End(StatusCodes.Status400BadRequest, "Too many items are refused. What is not listed was not read.");
                break;
            }

            try
            {
                if (item.Refusal is not null)
                    throw item.Refusal;

                var made = await features.ReadAsync(
                    () => contexts.Create(tenantId), () => reader.Read(item.Bytes), cancellationToken).ConfigureAwait(false);
                pending.Add(WriteAsync(tenantId, made, patience.Token));
                results.Accept((made as Entity)?.Id ?? (made as Label)?.PredictionId);
            }
            catch (ItemRefusal refusal)
            {
                pending.Add(Task.CompletedTask);
                results.Refuse(refusal);
            }
        }

        for (var i = 0; i < pending.Count; i++)
        {
            try
            {
                await pending[i].ConfigureAwait(false);
            }
            catch (Exception e) when (IsOverload(e, cancellationToken))
            {
                results.Replace(first + i, new ItemOverload());
                results.End(
                    StatusCodes.Status429TooManyRequests,
                    "The queue is full. Send the refused items again, and those that are not listed.");
            }
        }
    }

    private async Task WriteAsync(Guid tenantId, object made, CancellationToken cancellationToken)
    {
        if (made is Label label)
            await writers.RecordLabelAsync(tenantId, label, cancellationToken).ConfigureAwait(false);
        else
            await writers.RecordAsync(tenantId, (Entity)made, cancellationToken).ConfigureAwait(false);

        if (made is Prediction prediction)
            meter.CountPrediction(prediction.ServiceName);
    }

    private static bool IsOverload(Exception e, CancellationToken cancellationToken) =>
        e is MlOpsException { Error: MlOpsError.QueueFull or MlOpsError.JournalFull }
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
