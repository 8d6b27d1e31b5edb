using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence;
using MlOps.Server.Items;
using MlOps.Server.Reading;

namespace MlOps.Server.Rest;

/// <summary>Makes items of the rows that a client of Supabase inserts.</summary>
internal sealed class RestRows(CallerIds ids, TimeProvider clock)
{
    private const string Id = "id";
    private const string RequestId = "request_id";
    private const string PredictionId = "prediction_id";

    /// <summary>Gives a row the ids that we store it by. The row itself stays as it is, for the answer.</summary>
    /// <exception cref="RestError">It belongs to a prediction that nobody knows.</exception>
    public async Task<JsonObject> ToItemAsync(
        JsonObject row, ItemKind kind, MlOpsDbContext context, CancellationToken cancellationToken)
    {
        var item = row.DeepClone().AsObject();
        if (kind.Members.Find(PredictionId) is not null && item[PredictionId] is JsonValue named)
            item[PredictionId] = await ids.ResolveAsync(context, $"{named}", cancellationToken).ConfigureAwait(false);

        if (item[Id] is not JsonValue value || !Guid.TryParse($"{value}", out var given) || CallerIds.IsOwn(given))
            return item;

        if (kind.Type == typeof(Prediction))
            item[RequestId] ??= $"{given}";

        item[ItemArguments.Time] ??= clock.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        item[Id] = Known(context.TenantId, given, item);
        return item;
    }

    /// <summary>Lets feedback and labels name a prediction by the id that its writer chose, as soon as it is accepted.</summary>
    public void Remember(JsonObject row, Entity entity, Guid tenantId)
    {
        if (Guid.TryParse($"{row[Id]}", out var given) && given != entity.Id)
            ids.Remember(tenantId, given, entity.Id);
    }

    /// <summary>The rows of the answer: as they were sent, and with an id.</summary>
    public static void Complete(JsonObject row, Guid id) => row[Id] ??= id;

    // The same row again has the same id.
    private Guid Known(Guid tenantId, Guid given, JsonObject item)
    {
        if (ids.Find(tenantId, given) is { } known)
        {
            item.Remove(ItemArguments.Time);
            return known;
        }

        if (!TryReadTime(item, out var at))
            return given;

        return ItemIds.Derive(tenantId, $"{given}", at);
    }

    private static bool TryReadTime(JsonObject item, out DateTimeOffset at)
    {
        try
        {
            at = ItemTime.Parse($"{item[ItemArguments.Time]}");
            return true;
        }
        catch (FormatException)
        {
            // The reader of the item says what is wrong with it.
            at = default;
            return false;
        }
    }
}
