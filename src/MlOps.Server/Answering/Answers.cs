using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace MlOps.Server.Answering;

/// <summary>Writes the answers of the server, which are all JSON.</summary>
internal static class Answers
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Says what is wrong with a request as a whole.</summary>
    public static Task RefuseAsync(HttpContext context, int status, string error) => WriteAsync(context, status, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("error", error);
        writer.WriteEndObject();
    });

    public static Task NotFoundAsync(HttpContext context) => RefuseAsync(
        context,
        StatusCodes.Status404NotFound,
        $"There is no {context.Request.Method} {context.Request.Path}. docs/serve.md has the addresses.");

    public static async Task WriteAsync(HttpContext context, int status, Action<Utf8JsonWriter> write)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        var writer = new Utf8JsonWriter(context.Response.BodyWriter, Options);
        await using (writer.ConfigureAwait(false))
            write(writer);

        await context.Response.BodyWriter.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }
}
