using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using MlOps.Domain.Tenancy;
using MlOps.Persistence;
using MlOps.Server.Access;
using MlOps.Server.Answering;
using Npgsql;

namespace MlOps.Server.Rest;

/// <summary>The addresses of the dialect that clients of PostgREST and Supabase speak.</summary>
internal static class RestEndpoints
{
    private const string Path = "/rest/v1/{table}";
    private const string RetrySeconds = "1";

    // A body is read as a whole, unlike that of /v1.
    private const long MaxBodyBytes = 16 << 20;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public static void MapRest(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Path, (string table, HttpContext context, TenantContexts contexts) => RunAsync(
                context, contexts, StatusCodes.Status200OK, isAlwaysShown: true, database => new RestSelect(new RestSession(database))
                    .RunAsync(table, RestQuery.Read(context.Request.Query), context.RequestAborted)))
            .RequireAuthorization(nameof(AccessScopes.Read));
        routes.MapPost(Path, (string table, HttpContext context, TenantContexts contexts, RestInsert insert) => RunAsync(
                context, contexts, StatusCodes.Status201Created, isAlwaysShown: false, async database => await insert.RunAsync(
                    table,
                    await ReadRowsAsync(context).ConfigureAwait(false),
                    RestPreferences.Read(context.Request),
                    FindConflict(context.Request),
                    RestQuery.Read(context.Request.Query).Columns,
                    new RestCaller(context.User),
                    database,
                    context.RequestAborted).ConfigureAwait(false)))
            .RequireAuthorization(nameof(AccessScopes.Write)).WithMetadata(new BodyLimit(MaxBodyBytes));
        routes.MapPatch(Path, (string table, HttpContext context, TenantContexts contexts, RestUpdate update) => RunAsync(
                context, contexts, StatusCodes.Status200OK, isAlwaysShown: false, async database => await update.RunAsync(
                    table,
                    await ReadAsync(context).ConfigureAwait(false) as JsonObject
                        ?? throw new RestError(400, "PGRST102", "The body must be a JSON object with what changes."),
                    RestQuery.Read(context.Request.Query),
                    database,
                    context.RequestAborted).ConfigureAwait(false)))
            .RequireAuthorization(nameof(AccessScopes.Write)).WithMetadata(new BodyLimit(MaxBodyBytes));
    }

    private static async Task RunAsync(
        HttpContext context, TenantContexts contexts, int status, bool isAlwaysShown, Func<MlOpsDbContext, Task<string>> run)
    {
        try
        {
            var database = contexts.Create(context.User.GetTenant());
            string rows;
            await using (database.ConfigureAwait(false))
                rows = await run(database).ConfigureAwait(false);

            var preferences = RestPreferences.Read(context.Request);
            if (isAlwaysShown || preferences.ReturnsRows)
                await ShowAsync(context, status, preferences.IsSingle ? Single(rows) : rows).ConfigureAwait(false);
            else
                context.Response.StatusCode = status == StatusCodes.Status200OK ? StatusCodes.Status204NoContent : status;
        }
        catch (RestError e)
        {
            await RefuseAsync(context, e).ConfigureAwait(false);
        }
        catch (PostgresException e) when (StatusOf(e) is { } refused)
        {
            await RefuseAsync(context, new RestError(refused, e.SqlState, e.MessageText, e.Hint)).ConfigureAwait(false);
        }
        catch (MlOpsException e) when (e.Error is MlOpsError.QueueFull or MlOpsError.JournalFull)
        {
            context.Response.Headers[HeaderNames.RetryAfter] = RetrySeconds;
            var full = new RestError(StatusCodes.Status429TooManyRequests, "PGRST000", "The queue is full. Send the rows again later.");
            await RefuseAsync(context, full).ConfigureAwait(false);
        }
    }

    private static int? StatusOf(PostgresException e) => e.SqlState switch
    {
        PostgresErrorCodes.InsufficientPrivilege => StatusCodes.Status403Forbidden,
        PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.ForeignKeyViolation => StatusCodes.Status409Conflict,
        PostgresErrorCodes.QueryCanceled => StatusCodes.Status504GatewayTimeout,
        // What is wrong with the data, the statement, or by a rule of ours.
        ['2', '1' or '2' or '3', ..] or ['4', '2' or '4', ..] or ['P', '0', ..] or ['0', 'A', ..] or ['5', '4', ..] or "55000" or "25006" =>
            StatusCodes.Status400BadRequest,
        _ => null,
    };

    private static string Single(string rows)
    {
        using var document = JsonDocument.Parse(rows);
        return document.RootElement.GetArrayLength() == 1
            ? document.RootElement[0].GetRawText()
            : throw new RestError(
                406, "PGRST116", $"One row was asked for, and there are {document.RootElement.GetArrayLength()}.");
    }

    private static async Task<JsonArray> ReadRowsAsync(HttpContext context) =>
        await ReadAsync(context).ConfigureAwait(false) switch
        {
            JsonArray rows when rows.All(row => row is JsonObject) => rows,
            JsonObject row => [row],
            _ => throw new RestError(400, "PGRST102", "The body must be a JSON object, or an array of them."),
        };

    private static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        try
        {
            return await JsonNode.ParseAsync(
                context.Request.Body, documentOptions: Strict, cancellationToken: context.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            throw new RestError(400, "PGRST102", "The body is no JSON, or has a member twice.");
        }
    }

    private static string[]? FindConflict(HttpRequest request) =>
        request.Query["on_conflict"].ToString() is { Length: > 0 } columns ? columns.Split(',', StringSplitOptions.TrimEntries) : null;

    private static async Task ShowAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext context, RestError error) => Answers.WriteAsync(context, error.Status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("code", error.Code);
        writer.WriteNull("details");
        writer.WriteString("hint", error.Hint);
        writer.WriteString("message", error.Message);
        writer.WriteEndObject();
    });
}
