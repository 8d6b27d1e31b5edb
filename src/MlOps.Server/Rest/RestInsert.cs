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
    ITenantWriters writers, ItemKinds kinds, RestRows rows, FeatureLookup features, TenantContexts contexts, TimeProvider clock)
{
    /// <returns>The rows of the answer, as JSON.</returns>
    public async Task<string> RunAsync(
        string table,
        JsonArray sent,
        RestPreferences preferences,
        IReadOnlyList<string>? conflict,
        string columns,
        MlOpsDbContext context,
        CancellationToken cancellationToken)
    {
        if (!preferences.MergesDuplicates && kinds.ByTable.TryGetValue(table, out var kind)
            && await MakeAsync(kind, sent, context, cancellationToken).ConfigureAwait(false) is { } made)
        {
            await Task.WhenAll(made.Select(entity => writers.RecordAsync(context.TenantId, entity, cancellationToken).AsTask()))
                .ConfigureAwait(false);
            foreach (var (row, entity) in sent.Zip(made))
                RestRows.Complete(row!.AsObject(), entity.Id);

            return sent.ToJsonString();
        }

        // A row of a service's table looks for its prediction, which may still be on its way.
        await writers.FlushAsync(cancellationToken).ConfigureAwait(false);
        return await new RestStore(new RestSession(context))
            .RunAsync(table, JsonSerializer.SerializeToElement(sent), conflict, preferences, columns, cancellationToken)
            .ConfigureAwait(false);
    }

    // Null if the database must say what becomes of them: all rows are inserted, or none.
    private async Task<List<Entity>?> MakeAsync(
        ItemKind kind, JsonArray sent, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var reader = new ItemReader(
            kind, name => features.Find(context.TenantId, name), new ItemIds(context.TenantId, null, null), clock);
        var made = new List<Entity>(sent.Count);
        try
        {
            foreach (var row in sent)
            {
                var item = await rows.ToItemAsync(row!.AsObject(), kind, context, cancellationToken).ConfigureAwait(false);
                var bytes = JsonSerializer.SerializeToUtf8Bytes(item);
                made.Add((Entity)await features.ReadAsync(
                        () => contexts.Create(context.TenantId), () => reader.Read(bytes, made.Count), cancellationToken)
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
