using System.Text.Json.Nodes;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Server.Items;
using MlOps.Server.Reading;

namespace MlOps.Server.Rest;

/// <summary>Takes the true value of a prediction, which is the only thing of it that may change.</summary>
internal sealed class RestUpdate(ITenantWriters writers, ItemKinds kinds, CallerIds ids, TimeProvider clock)
{
    private const string Value = "actual_value";
    private const string Time = "labelled_at";
    private const string Source = "label_source";

    // The database computes it.
    private const string Error = "error";

    private static readonly string[] Allowed = [Value, Time, Source, Error];

    public async Task<string> RunAsync(
        string table, JsonObject changes, RestQuery query, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var values = query.Filters is [{ Column: "id" } filter] ? filter.FindValues() : null;
        var isPrediction = kinds.ByTable.TryGetValue(table, out var kind) && kind.Type == typeof(Prediction);
        if (!isPrediction || values is null || changes[Value] is null || changes.Any(change => !Allowed.Contains(change.Key)))
        {
            throw new RestError(
                400, "PGRST100",
                $"Only {Value} of predictions can be updated here, with {Time} and {Source}, where id=eq.… or id=in.(…). Use SQL for " +
                "anything else.");
        }

        var answer = new JsonArray();
        foreach (var text in values)
        {
            var id = await ids.ResolveAsync(context, text, cancellationToken).ConfigureAwait(false);
            await writers.RecordLabelAsync(context.TenantId, Read(id, changes), cancellationToken).ConfigureAwait(false);
            answer.Add(new JsonObject { ["id"] = text, [Value] = changes[Value]!.DeepClone() });
        }

        return answer.ToJsonString();
    }

    private Label Read(Guid id, JsonObject changes)
    {
        try
        {
            var at = changes[Time] is { } time ? ItemTime.Parse($"{time}") : clock.GetUtcNow();
            return new Label(id, changes[Value]!.GetValue<double>(), at, (string?)changes[Source]);
        }
        catch (Exception e) when (e is DomainException or FormatException or InvalidOperationException)
        {
            throw new RestError(400, "22P02", $"The label cannot be read: {e.Message}");
        }
    }
}
