using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using MlOps.Server.Access;
using MlOps.Server.Answering;
using MlOps.Server.Items;

namespace MlOps.Server.Requests;

/// <summary>A request that sends items, from its body to its answer.</summary>
internal sealed class ItemRequest(ItemIntake intake, ServerOptions options)
{
    private const string KeyHeader = "Idempotency-Key";
    private const int MaxKeyLength = 255;
    private const string RetrySeconds = "1";

    private static readonly string[] LineTypes =
        ["application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines"];

    public async Task HandleAsync(HttpContext context, ItemKind kind)
    {
        if (FindFault(context.Request) is var (status, fault) && fault is not null)
        {
            await Answers.RefuseAsync(context, status, fault).ConfigureAwait(false);
            return;
        }

        var tenantId = context.User.GetTenant();
        var ids = new ItemIds(tenantId, FindKey(context.Request));
        using var frames = new ItemFrames(context.Request.BodyReader, HasLines(context.Request), options.MaxItemBytes);
        var results = await intake.TakeAsync(kind, tenantId, ids, frames, context.RequestAborted).ConfigureAwait(false);
        if (results.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            context.Response.Headers[HeaderNames.RetryAfter] = RetrySeconds;

        await Answers.WriteAsync(context, results.Status, results.Write).ConfigureAwait(false);
    }

    private static (int Status, string? Fault) FindFault(HttpRequest request) => request switch
    {
        { ContentLength: 0 } => (StatusCodes.Status400BadRequest, "The body is empty. Send a JSON object, an array of them, or NDJSON."),
        _ when !IsJson(request) => (
            StatusCodes.Status415UnsupportedMediaType,
            $"The content type must be application/json or application/x-ndjson; it was '{request.ContentType}'."),
        _ when FindKey(request) is { } key && (key.Length is 0 or > MaxKeyLength) => (
            StatusCodes.Status400BadRequest, $"{KeyHeader} must have 1 to {MaxKeyLength} characters; it has {key.Length}."),
        _ => default,
    };

    private static bool IsJson(HttpRequest request) => HasLines(request) || request.HasJsonContentType();

    private static bool HasLines(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
        && LineTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase);

    private static string? FindKey(HttpRequest request) =>
        request.Headers.TryGetValue(KeyHeader, out var values) ? values.ToString() : null;
}
