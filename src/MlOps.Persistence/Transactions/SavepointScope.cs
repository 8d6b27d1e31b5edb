using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Transactions;

/// <summary>Runs work that is stored as a whole or not at all.</summary>
internal static class SavepointScope
{
    private const string Savepoint = "mlops_bulk";

    /// <summary>
    /// Uses a savepoint in the caller's transaction, which stays usable if the work fails. Without one it begins a transaction.
    /// </summary>
    public static Task<T> RunAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        RequireLiveTransaction(context);
        return context.Database.CurrentTransaction is null
            ? OwnTransaction.RunAsync(context, work, cancellationToken)
            : RunWithinAsync(context, work, cancellationToken);
    }

    /// <summary>
    /// Refuses a transaction that ended because its connection broke. EF would open another connection for the next command,
    /// and run it outside of any transaction.
    /// </summary>
    public static void RequireLiveTransaction(DbContext context)
    {
        if (context.Database.CurrentTransaction is not null && context.Database.GetDbConnection().State != System.Data.ConnectionState.Open)
            throw new InvalidOperationException(
                "The transaction has ended with its connection, which an error or a cancellation broke, and nothing of it is stored. " +
                "Dispose it and begin again.");
    }

    private static async Task<T> RunWithinAsync<T>(
        DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        var transaction = context.Database.CurrentTransaction!;
        await transaction.CreateSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
        try
        {
            var result = await work().ConfigureAwait(false);
            await transaction.ReleaseSavepointAsync(Savepoint, cancellationToken).ConfigureAwait(false);
            return result;
        }
        catch when (context.Database.GetDbConnection() is NpgsqlConnection { FullState: System.Data.ConnectionState.Open })
        {
            await transaction.RollbackToSavepointAsync(Savepoint, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }
}
