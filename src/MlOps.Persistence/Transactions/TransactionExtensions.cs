using System.Data;
using System.Runtime.ExceptionServices;
using System.Transactions;
using IsolationLevel = System.Data.IsolationLevel;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Transactions;

/// <summary>Runs work that is stored as a whole or not at all.</summary>
internal static class TransactionExtensions
{
    private const string Savepoint = "mlops_work";

    /// <summary>
    /// Runs work in the transaction of the context, with a savepoint, so that the transaction stays usable if the work fails.
    /// That may be an ambient one. If the context has none it begins one, at the level of isolation, and commits it.
    /// </summary>
    /// <remarks>
    /// Works with EnableRetryOnFailure as well, where EF refuses transactions that it cannot repeat. It does not repeat this
    /// one: a stream that the work read is used up, and after a lost connection it is unknown whether the transaction was
    /// committed. A caller that knows repeats the call, with the same strategy.
    /// </remarks>
    public static async Task<T> InTransactionAsync<T>(
        this DbContext context,
        Func<Task<T>> work,
        CancellationToken cancellationToken,
        IsolationLevel isolation = IsolationLevel.Unspecified)
    {
        context.RequireLiveTransaction();
        if (context.Database.CurrentTransaction is not null)
            return await JoinAsync(context, work, cancellationToken).ConfigureAwait(false);

        if (context.HasTransaction())
            return await JoinAmbientAsync(context, work, cancellationToken).ConfigureAwait(false);

        var strategy = context.Database.CreateExecutionStrategy();
        if (!strategy.RetriesOnFailure)
            return await BeginAsync(context, work, isolation, cancellationToken).ConfigureAwait(false);

        ExceptionDispatchInfo? failure = null;
        var result = await strategy.ExecuteAsync(async () =>
        {
            try
            {
                return await BeginAsync(context, work, isolation, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Whether the context is in a transaction: one of its own, or an ambient one.</summary>
    public static bool HasTransaction(this DbContext context) =>
        context.Database.CurrentTransaction is not null
        || context.Database.GetEnlistedTransaction() is not null
        || Transaction.Current is not null;

    /// <summary>
    /// Refuses a transaction that ended because its connection broke. EF would open another connection for the next command,
    /// and run it outside of any transaction.
    /// </summary>
    public static void RequireLiveTransaction(this DbContext context)
    {
        if (context.Database.CurrentTransaction is not null && context.Database.GetDbConnection().State != ConnectionState.Open)
            throw new InvalidOperationException(
                "The transaction has ended with its connection, which an error or a cancellation broke, and nothing of it is stored. " +
                "Dispose it and begin again.");
    }

    private static async Task<T> BeginAsync<T>(
        DbContext context, Func<Task<T>> work, IsolationLevel isolation, CancellationToken cancellationToken)
    {
        var transaction = await context.Database.BeginTransactionAsync(isolation, cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var result = await work().ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
    }

    private static async Task<T> JoinAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var transaction = context.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await work().ConfigureAwait(false);
            await transaction.ReleaseSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch when (context.Database.GetDbConnection() is NpgsqlConnection { FullState: ConnectionState.Open })
        {
            await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<T> JoinAmbientAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        // Open until the work is done. A connection gets its tenant each time that it is opened.
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await context.Database.ExecuteSqlRawAsync($"SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
            try
            {
                var result = await work().ConfigureAwait(false);
                await context.Database.ExecuteSqlRawAsync($"RELEASE SAVEPOINT {Savepoint}", cancellationToken).ConfigureAwait(false);
                return result;
            }
            catch when (context.Database.GetDbConnection() is NpgsqlConnection { FullState: ConnectionState.Open })
            {
                const string Undo = $"ROLLBACK TO SAVEPOINT {Savepoint}; RELEASE SAVEPOINT {Savepoint}";
                await context.Database.ExecuteSqlRawAsync(Undo, CancellationToken.None).ConfigureAwait(false);
                throw;
            }
        }
        finally
        {
            await context.Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }
}
