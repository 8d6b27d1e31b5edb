using System.Diagnostics;
using Microsoft.EntityFrameworkCore;
using MlOps.Postgres;
using Npgsql;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>
/// Measures how long a writer of a table would wait. It asks for the lock of a writer every 10 ms, gives it back at once, and never
/// waits for it, so that nobody has to wait for the probe.
/// </summary>
internal sealed class WriterProbe : IAsyncDisposable
{
    private const string Held = "mlops.held_tables";

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly NpgsqlConnection _connection;
    private readonly TimeSpan _budget;
    private readonly CancellationTokenSource _end = new();
    private readonly CancellationTokenSource _exceeded = new();
    private readonly Dictionary<string, long> _since = [];
    private readonly SortedDictionary<string, TimeSpan> _waits = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _tables;
    private Task _probing = Task.CompletedTask;

    /// <param name="context">A context on the database. The probe has a connection of its own.</param>
    /// <param name="tables">The tables, quoted where they need to be.</param>
    /// <param name="budget">How long a writer may wait.</param>
    public WriterProbe(DbContext context, IReadOnlyList<string> tables, TimeSpan budget) => (_connection, _tables, _budget) =
        ((NpgsqlConnection)((ICloneable)context.Database.GetDbConnection()).Clone(), tables, budget);

    /// <summary>Is cancelled once a writer has waited for longer than the budget.</summary>
    public CancellationToken Exceeded => _exceeded.Token;

    /// <summary>The longest wait at each table where there was one.</summary>
    public IReadOnlyDictionary<string, TimeSpan> Waits => _waits;

    /// <summary>Begins to measure.</summary>
    public void Begin() => _probing = _tables.Count == 0 ? Task.CompletedTask : Task.Run(() => RunAsync(Compose(_tables)));

    /// <summary>Ends the measuring.</summary>
    public async Task StopAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await _probing.ConfigureAwait(false);
        Note([]);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
        _exceeded.Dispose();
    }

    private async Task RunAsync(string sql)
    {
        try
        {
            await _connection.OpenAsync(_end.Token).ConfigureAwait(false);
            using var timer = new PeriodicTimer(Interval);
            do
            {
                var command = new NpgsqlCommand(sql, _connection);
                await using (command.ConfigureAwait(false))
                    Note(((string)(await command.ExecuteScalarAsync(CancellationToken.None).ConfigureAwait(false))!)
                        .Split('\n', StringSplitOptions.RemoveEmptyEntries));
            }
            while (await timer.WaitForNextTickAsync(_end.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
        catch (NpgsqlException)
        {
            // The server has ended, which the migration finds too, or it has no connection left for a measurement.
        }
    }

    private void Note(IReadOnlyCollection<string> held)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var table in held)
            _since.TryAdd(table, now);

        foreach (var (table, since) in _since)
        {
            var wait = Stopwatch.GetElapsedTime(since, now);
            _waits[table] = wait > _waits.GetValueOrDefault(table) ? wait : _waits.GetValueOrDefault(table);
            if (wait > _budget)
                _exceeded.Cancel();

            if (!held.Contains(table))
                _since.Remove(table);
        }
    }

    // A table that was dropped or has another name now is no longer of interest. What is caught is not in the log of the server.
    private static string Compose(IReadOnlyList<string> tables) =>
        $"""
        DO $probe$
        DECLARE
            name text;
            held text := '';
        BEGIN
            FOREACH name IN ARRAY ARRAY[{string.Join(", ", tables.Select(SqlNames.Literal))}] LOOP
                BEGIN
                    EXECUTE 'LOCK TABLE ONLY ' || name || ' IN ROW EXCLUSIVE MODE NOWAIT';
                EXCEPTION
                    WHEN lock_not_available THEN held := held || name || chr(10);
                    WHEN undefined_table OR invalid_schema_name OR wrong_object_type THEN NULL;
                END;
            END LOOP;
            PERFORM set_config('{Held}', held, true);
        END $probe$;
        SELECT current_setting('{Held}')
        """;
}
