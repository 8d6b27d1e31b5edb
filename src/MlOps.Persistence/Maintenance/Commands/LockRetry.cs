using Npgsql;
using Polly;
using Polly.Retry;

namespace MlOps.Persistence.Maintenance.Commands;

/// <summary>Repeats what gave up waiting for a lock, so that nobody has to queue behind it for long, and what met the change of
/// another.</summary>
internal static class LockRetry
{
    /// <summary>Short, because everybody who comes after a waiting ALTER TABLE waits too. It holds for one transaction.</summary>
    public const string Timeout = "SET LOCAL lock_timeout = '200ms'";

    public static readonly ResiliencePipeline Pipeline = new ResiliencePipelineBuilder()
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = new PredicateBuilder().Handle<Exception>(IsLockFailure),
            MaxRetryAttempts = 100,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(50),
            MaxDelay = TimeSpan.FromSeconds(2),
            UseJitter = true,
        })
        .Build();

    /// <summary>Whether a later attempt may succeed.</summary>
    public static bool IsLockFailure(Exception exception) =>
        exception is PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
        }
        || (exception.InnerException is { } inner && IsLockFailure(inner));
}
