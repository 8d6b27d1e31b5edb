using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using Npgsql;
using Polly;
using Polly.Retry;

namespace MlOps.Persistence.Maintenance.Slices;

/// <summary>
/// The turn of one process to make slices of an aggregate, which may take many transactions. It is a lock in a transaction of another
/// connection, so that the server releases it when the process dies.
/// </summary>
internal sealed class MakerTurn : IAsyncDisposable
{
    private static readonly ResiliencePipeline<bool> Patience = new ResiliencePipelineBuilder<bool>()
        .AddRetry(new RetryStrategyOptions<bool>
        {
            ShouldHandle = new PredicateBuilder<bool>().HandleResult(false),
            MaxRetryAttempts = 1200,
            Delay = TimeSpan.FromMilliseconds(500),
            UseJitter = true,
        })
        .Build();

    private readonly NpgsqlConnection _connection;
    private NpgsqlTransaction? _transaction;

    private MakerTurn(NpgsqlConnection connection) => _connection = connection;

    /// <summary>Waits for its turn. Asks again and again: a statement that waits on the server would hold its snapshot.</summary>
    /// <exception cref="MlOpsException">Another process makes slices of the aggregate all the time.</exception>
    public static async Task<MakerTurn> TakeAsync(DbContext context, SlicedAggregate aggregate, CancellationToken cancellationToken)
    {
        var turn = new MakerTurn((NpgsqlConnection)((ICloneable)context.Database.GetDbConnection()).Clone());
        try
        {
            await turn._connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            turn._transaction = await turn._connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            var key = SqlNames.Literal($"mlops maker of slices of {aggregate.Root}");
            var ask = $"SELECT pg_try_advisory_xact_lock(hashtext({key}))";
            if (!await Patience.ExecuteAsync(
                async token => await turn.AskAsync(ask, token).ConfigureAwait(false) is true, cancellationToken).ConfigureAwait(false))
                throw new MlOpsException(
                    MlOpsError.Conflict,
                    $"No slice of {aggregate.Root} is made: another process has been making some for ten minutes. Try again later.");

            return turn;
        }
        catch
        {
            await turn.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Fails if the connection was lost, and the turn with it.</summary>
    public Task RequireAsync(CancellationToken cancellationToken) => AskAsync("SELECT true", cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_transaction is not null)
            await _transaction.DisposeAsync().ConfigureAwait(false);

        await _connection.DisposeAsync().ConfigureAwait(false);
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
