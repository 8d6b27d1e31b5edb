using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Domain;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Server.Features;
using MlOps.Server.Items;
using MlOps.Server.Reading;

namespace MlOps.Server.Rest;

/// <summary>
/// Inserts rows. Those of predictions, feedback, events and metrics go through the journal; all others, and those that may be there
/// already, go straight into the database.
/// </summary>
internal sealed class RestInsert(
    ITenantWriters writers,
    ItemKinds kinds,
    RestRows rows,
    FeatureLookup features,
    TenantContexts contexts,
    ServerOptions options,
    TimeProvider clock)
{
    /// <returns>The rows of the answer, as JSON.</returns>
    public async Task<string> RunAsync(
        string table,
        JsonArray sent,
        RestPreferences preferences,
        IReadOnlyList<string>? conflict,
        string columns,
        RestCaller caller,
        MlOpsDbContext context,
        CancellationToken cancellationToken)
    {
        if (preferences.IsSingle && sent.Count != 1)
            throw new RestError(406, "PGRST116", $"One row was asked for, and there are {sent.Count}. Nothing was inserted.");

        if (!preferences.MergesDuplicates && conflict is null or ["id"] && kinds.ByTable.TryGetValue(table, out var kind)
            && await MakeAsync(kind, sent, context, cancellationToken).ConfigureAwait(false) is { } made)
        {
            await RecordAsync(made, context.TenantId, cancellationToken).ConfigureAwait(false);
            foreach (var (row, entity) in sent.Zip(made))
            {
                rows.Remember(row!.AsObject(), entity, context.TenantId);
                RestRows.Complete(row!.AsObject(), entity.Id);
            }

            return sent.ToJsonString();
        }

        RestAccess.RequireWrite(table, context.Model, caller);
        // A row of a service's table looks for its prediction, which may still be on its way.
        await WaitAsync(token => writers.FlushAsync(context.TenantId, token), cancellationToken).ConfigureAwait(false);
        return await new RestStore(new RestSession(context)).RunAsync(
            table,
            JsonSerializer.SerializeToElement(sent),
            conflict,
            preferences,
            // What a token may not read it does not get back either.
            caller.MayRead ? columns : "NULL AS id",
            cancellationToken).ConfigureAwait(false);
    }

    private Task RecordAsync(List<Entity> made, Guid tenantId, CancellationToken cancellationToken) => WaitAsync(
        token => Task.WhenAll(made.Select(entity => writers.RecordAsync(tenantId, entity, token).AsTask())), cancellationToken);

    private async Task WaitAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(options.PlaceTimeout);
        try
        {
            await run(patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new MlOpsException(MlOpsError.QueueFull, "The queue of the tenant is full.");
        }
    }

    // Null if the database must say what becomes of them: all rows are inserted, or none.
    private async Task<List<Entity>?> MakeAsync(
        ItemKind kind, JsonArray sent, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var reader = new ItemReader(
            kind, name => features.Find(context.TenantId, name), new ItemIds(context.TenantId, null), clock);
        var made = new List<Entity>(sent.Count);
        try
        {
            foreach (var row in sent)
            {
                var item = await rows.ToItemAsync(row!.AsObject(), kind, context, cancellationToken).ConfigureAwait(false);
                var bytes = JsonSerializer.SerializeToUtf8Bytes(item);
                made.Add((Entity)await features.ReadAsync(
                        () => contexts.Create(context.TenantId), () => reader.Read(bytes), cancellationToken)
                    .ConfigureAwait(false));
            }
        }
        catch (ItemRefusal)
        {
            return null;
        }

        return made;
    }
}
