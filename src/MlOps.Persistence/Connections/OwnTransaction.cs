using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Connections;

/// <summary>Runs work in a transaction that begins and ends with it.</summary>
internal static class OwnTransaction
{
    /// <summary>
    /// Also where the application lets EF repeat what fails (EnableRetryOnFailure), which refuses transactions that it cannot
    /// repeat. It does not repeat this one: a stream is gone, and after a lost connection nobody knows whether it was
    /// committed. Who knows repeats the call, by the same strategy.
    /// </summary>
    public static async Task<T> RunAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var strategy = context.Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure)
            return await RunOnceAsync(context, work, cancellationToken).ConfigureAwait(false);

        ExceptionDispatchInfo? failure = null;
        var result = await strategy.ExecuteAsync(async () =>
        {
            try
            {
                return await RunOnceAsync(context, work, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                failure = ExceptionDispatchInfo.Capture(e);
                return default;
            }
        }).ConfigureAwait(false);
        failure?.Throw();
        return result!;
    }

    private static async Task<T> RunOnceAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var result = await work().ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
    }
}
