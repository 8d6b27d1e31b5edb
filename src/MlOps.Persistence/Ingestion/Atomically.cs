using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Ingestion;

/// <summary>Runs work of which either all is stored or nothing.</summary>
internal static class Atomically
{
    private const string Savepoint = "mlops_bulk";

    /// <summary>In a transaction of its own, or in the caller's, which stays usable if the work fails.</summary>
    public static async Task<T> RunAsync<T>(DbContext context, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is not null)
            return await RunWithinAsync(context, work, cancellationToken).ConfigureAwait(false);

        var transaction = await context.Database.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var result = await work().ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
            return result;
        }
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
