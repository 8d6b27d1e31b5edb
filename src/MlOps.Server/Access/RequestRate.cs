using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Net.Http.Headers;
using MlOps.Server.Answering;

namespace MlOps.Server.Access;

/// <summary>Bounds the requests of each tenant, so that none takes all of the server.</summary>
internal static class RequestRate
{
    private const string RetrySeconds = "1";

    public static void Limit(RateLimiterOptions limiter, ServerOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Guid>(context =>
            context.User.Identity is { IsAuthenticated: true }
                ? RateLimitPartition.GetTokenBucketLimiter(context.User.GetTenant(), _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = options.MaxRequestsPerSecond,
                    TokensPerPeriod = options.MaxRequestsPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                })
                : RateLimitPartition.GetNoLimiter(Guid.Empty));
        limiter.OnRejected = async (rejected, _) =>
        {
            rejected.HttpContext.Response.Headers[HeaderNames.RetryAfter] = RetrySeconds;
            await Answers.RefuseAsync(
                rejected.HttpContext,
                StatusCodes.Status429TooManyRequests,
                $"The tenant sent more than {options.MaxRequestsPerSecond} requests in a second. Send more items with each of them.")
                .ConfigureAwait(false);
        };
    }
}
