using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using MlOps.Persistence;
using MlOps.Persistence.Ingestion;

namespace MlOps.Server.Answering;

/// <summary>Answers a request that failed as a whole: by what to do, and without what only the log should have.</summary>
internal sealed partial class FailureHandler(ILogger<FailureHandler> logger) : IExceptionHandler
{
    private const string RetrySeconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (httpContext.RequestAborted.IsCancellationRequested)
            return true;

        var (status, error) = Explain(exception);
        if (status >= StatusCodes.Status500InternalServerError)
            Failed(logger, httpContext.Request.Method, httpContext.Request.Path, exception);

        if (status == StatusCodes.Status503ServiceUnavailable)
            httpContext.Response.Headers[HeaderNames.RetryAfter] = RetrySeconds;

        await Answers.RefuseAsync(httpContext, status, error).ConfigureAwait(false);
        return true;
    }

    private static (int Status, string Error) Explain(Exception exception) => exception switch
    {
        BadHttpRequestException e => (e.StatusCode, $"{e.Message.TrimEnd('.')}."),
        InvalidDataException => (StatusCodes.Status400BadRequest, "The body cannot be unpacked as its Content-Encoding says."),
        MlOpsException { Error: MlOpsError.JournalUnavailable or MlOpsError.WriterStopped } => (
            StatusCodes.Status503ServiceUnavailable,
            "The server cannot take anything now, and its log says why. Items of this request may be stored. Send it again later, with " +
            "the same Idempotency-Key or ids."),
        _ when DatabaseRefusal.FindCause(exception) is RefusalCause.Moment => (
            StatusCodes.Status503ServiceUnavailable, "The database does not answer now. Try again later."),
        _ => (StatusCodes.Status500InternalServerError, "The server failed, and its log says why."),
    };

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed.")]
    private static partial void Failed(ILogger logger, string method, PathString path, Exception exception);
}
