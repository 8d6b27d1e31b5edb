using System.Runtime.ExceptionServices;
using Microsoft.EntityFrameworkCore;

namespace MlOps.Persistence.Transactions;

/// <summary>Runs work in a transaction that begins and ends with it.</summary>
internal static class OwnTransaction
{
    /// <summary>
    /// Works with EnableRetryOnFailure as well, where EF refuses transactions that it cannot repeat. It does not repeat this
    /// one: the stream that the work read is used up, and after a lost connection it is unknown whether the transaction was
    /// committed. A caller that knows repeats the call, with the same strategy.
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
