using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// The turn of one process to make slices of an aggregate, which may take many transactions. It is a lock in a transaction of another
/// connection, so that the server releases it when the process dies.
/// </summary>
internal sealed class MakerTurn : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    private readonly string _root;
    private readonly NpgsqlConnection _connection;
    private NpgsqlTransaction? _transaction;

    private MakerTurn(string root, NpgsqlConnection connection) => (_root, _connection) = (root, connection);

    /// <summary>Waits for its turn. Asks again and again: a statement that waits on the server would hold its snapshot.</summary>
    /// <exception cref="MlOpsException">Another session has the turn all the time.</exception>
    public static async Task<MakerTurn> TakeAsync(
        DbContext context, SlicedAggregate aggregate, TimeSpan patience, CancellationToken cancellationToken)
    {
        var turn = new MakerTurn(aggregate.Root, (NpgsqlConnection)((ICloneable)context.Database.GetDbConnection()).Clone());
        try
        {
            await turn._connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            turn._transaction = await turn._connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await turn.WaitAsync(context, aggregate, patience, cancellationToken).ConfigureAwait(false);
            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <exception cref="MlOpsException">The connection was lost, and the turn with it.</exception>
    public async Task RequireAsync(CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync("SELECT true", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            throw new MlOpsException(
                MlOpsError.Conflict,
                $"Slices of {_root} are missing: the connection that has their lock was lost ({e.Message}). Make the slices again.", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync().ConfigureAwait(false);

        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WaitAsync(
        DbContext context, SlicedAggregate aggregate, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (asked, start) = (aggregate.MakerLock, Stopwatch.GetTimestamp());
        for (var hasSaid = false; await AskAsync(asked.Try, cancellationToken).ConfigureAwait(false) is not true; hasSaid = true)
        {
            var holder = $"{await AskAsync(asked.FindHolder, cancellationToken).ConfigureAwait(false)}";
            if (!hasSaid)
                SliceLog.Waits(context, aggregate.Root, asked, holder);

            if (Stopwatch.GetElapsedTime(start) > patience)
                throw new MlOpsException(
                    MlOpsError.Conflict,
                    $"No slice of {aggregate.Root} is made: {holder} has had the advisory lock '{asked.Name}' for " +
                    $"{patience.TotalSeconds:0} s. If that makes slices, try again when it is done. If not, end it by " +
                    "pg_terminate_backend.");

            await Task.Delay(Interval, cancellationToken).ConfigureAwait(false);
        }
    }

    // The server holds the snapshot of a query until the next statement, and VACUUM removes nothing that it may see.
    private async Task<object?> AskAsync(string query, CancellationToken cancellationToken)
    {
        var command = new NpgsqlCommand(
            $"{query}; SET LOCAL idle_in_transaction_session_timeout = 0", _connection, _transaction);
        await using (command.ConfigureAwait(false))
            return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false);
    }
}
