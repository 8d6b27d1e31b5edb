using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace MlOps.Persistence.Ingestion.Writing;

/// <summary>
/// Tries until the database takes a batch. While the database is away all lanes together try once in a while, and callers
/// notice nothing until the queue is full.
/// </summary>
internal static class BatchRetry
{
    public static ResiliencePipeline Create(WriterCounters counters, ILogger logger, TimeProvider clock) =>
        new ResiliencePipelineBuilder { TimeProvider = clock }
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

    // A cancellation that did not come from here is a failure as well.
    private static ValueTask<bool> IsFailure(Exception? exception, ResilienceContext context) =>
        ValueTask.FromResult(exception is not null && !context.CancellationToken.IsCancellationRequested);
}
