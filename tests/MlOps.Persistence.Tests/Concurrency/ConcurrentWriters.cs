using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Concurrency;

/// <summary>Lets several writers write at the same moment.</summary>
internal static class ConcurrentWriters
{
    /// <summary>Locks the tables until all writers have read and wait to write.</summary>
    /// <param name="database">The database.</param>
    /// <param name="tables">The tables to which they write.</param>
    /// <param name="writers">The writers.</param>
    /// <param name="meanwhile">A statement that another writer runs before them.</param>
    public static async Task<T[]> WriteAtOnceAsync<T>(
        this TestDatabase database, string tables, IReadOnlyCollection<Func<Task<T>>> writers, string? meanwhile = null)
    {
        await using var gate = await database.OwnerDataSource.OpenConnectionAsync();
        await using var transaction = await gate.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand(RenamedRun.Sql($"LOCK TABLE {tables} IN EXCLUSIVE MODE"), gate))
            await command.ExecuteNonQueryAsync();

        var running = writers.Select(Task.Run).ToList();
        await Polling.UntilAsync(
            async () => await database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == writers.Count,
            "all writers are about to write");
        if (meanwhile is not null)
        {
            await using var command = new NpgsqlCommand(RenamedRun.Sql(meanwhile), gate);
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }

        await transaction.CommitAsync();
        return await Task.WhenAll(running);
    }
}
