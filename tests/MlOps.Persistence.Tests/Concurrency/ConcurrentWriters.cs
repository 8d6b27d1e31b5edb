using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Concurrency;

/// <summary>Brings writers to the same point at the same time.</summary>
internal static class Meeting
{
    /// <summary>Lets nobody write into the tables until all writers have read and are about to.</summary>
    /// <param name="database">Where they meet.</param>
    /// <param name="tables">What they write into.</param>
    /// <param name="writers">What they do.</param>
    /// <param name="meanwhile">What somebody else writes before they do.</param>
    public static async Task<T[]> MeetAsync<T>(
        this TestDatabase database, string tables, IReadOnlyCollection<Func<Task<T>>> writers, string? meanwhile = null)
    {
        await using var gate = await database.DataSource.OpenConnectionAsync();
        await using var transaction = await gate.BeginTransactionAsync();
        await using (var command = new NpgsqlCommand($"LOCK TABLE {tables} IN EXCLUSIVE MODE", gate))
            await command.ExecuteNonQueryAsync();

        var running = writers.Select(Task.Run).ToList();
        await Polling.UntilAsync(
            async () => await database.ScalarAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'") == writers.Count,
            "all writers are about to write");
        if (meanwhile is not null)
        {
            await using var command = new NpgsqlCommand(meanwhile, gate);
            Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
        }

        await transaction.CommitAsync();
        return await Task.WhenAll(running);
    }
}
