using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Tries until the database takes a batch. While it is away all lanes together ask once in a while, and the callers do not
/// notice before the queue is full.
/// </summary>
internal static class StoreRetry
{
    public static ResiliencePipeline Create(WriterCounters counters, ILogger logger, TimeProvider clock)
    {
        return new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = attempt => IsFailure(attempt.Outcome.Exception, attempt.Context),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromSeconds(5),
                UseJitter = true,
                OnRetry = retry =>
                {
                    counters.Retried();
                    WriterLog.Retrying(
                        logger, retry.AttemptNumber + 1, retry.RetryDelay, DatabaseRefusal.Describe(retry.Outcome.Exception!));
                    return ValueTask.CompletedTask;
                },
            })
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions
            {
                ShouldHandle = attempt => IsFailure(attempt.Outcome.Exception, attempt.Context),
                FailureRatio = 0.9,
                MinimumThroughput = 5,
                SamplingDuration = TimeSpan.FromSeconds(10),
                BreakDuration = TimeSpan.FromSeconds(2),
            })
            .Build();
    }

    // A cancellation that nobody here asked for is a failure as well.
    private static ValueTask<bool> IsFailure(Exception? exception, ResilienceContext context) =>
        ValueTask.FromResult(exception is not null && !context.CancellationToken.IsCancellationRequested);
}
