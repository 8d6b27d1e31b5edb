using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>What the server refuses now and takes later is no row's fault.</summary>
public class PassingErrorTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData(PostgresErrorCodes.SerializationFailure)]
    [InlineData(PostgresErrorCodes.DeadlockDetected)]
    [InlineData(PostgresErrorCodes.LockNotAvailable)]
    [InlineData(PostgresErrorCodes.QueryCanceled)]
    [InlineData(PostgresErrorCodes.AdminShutdown)]
    [InlineData(PostgresErrorCodes.TooManyConnections)]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction)]
    [InlineData(PostgresErrorCodes.IoError)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    public Task A_batch_is_tried_until_the_server_takes_it(string sqlState) =>
        WriteWhileRefusedTwiceAsync("INSERT ON oracle_ml_predictions", sqlState, async statistics =>
        {
            Assert.Equal(10, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 1"));
            await Database.AssertNoDeadLettersAsync();
            Assert.Equal(2, statistics.Retried);
        });

    [Fact]
    public Task What_is_stored_before_an_error_is_counted_once() =>
        WriteWhileRefusedTwiceAsync("UPDATE ON ml_predictions", PostgresErrorCodes.SerializationFailure, statistics =>
        {
            Assert.Equal((20, 20, 0, 2), (statistics.Accepted, statistics.Stored, statistics.Deduplicated, statistics.Retried));
            return Task.CompletedTask;
        });

    [Fact]
    public Task What_is_stored_of_a_batch_that_is_not_done_is_neither_on_its_way_nor_lost() =>
        Database.RefuseAsync("UPDATE ON ml_predictions", PostgresErrorCodes.SerializationFailure, times: int.MaxValue, async () =>
        {
            await using var host = await WriterHost.StartAsync(
                Database.ConnectionString, options => options.QueuedTooLong = TimeSpan.FromMilliseconds(1));
            for (var i = 0; i < 10; i++)
            {
                var prediction = Build.OraclePrediction(i);
                await host.Writer.WriteAsync(prediction);
                await host.Writer.RecordLabelAsync(prediction.Id, 1, Sample.Noon);
            }

            await Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Retried > 1), "the labels are tried again");
            var statistics = host.Writer.Statistics;
            Assert.Equal((20, 10, 10, 10), (statistics.Accepted, statistics.Stored, statistics.Pending, statistics.Late));

            await host.StopAsync(TimeSpan.FromMilliseconds(200));
            Assert.StartsWith("10 writes are lost", Assert.Single(host.Log.Of(LogLevel.Critical)), StringComparison.Ordinal);
        });

    // Ten predictions with labels, of which the server refuses something two times.
    private Task WriteWhileRefusedTwiceAsync(string what, string sqlState, Func<WriterStatistics, Task> check) =>
        Database.RefuseAsync(what, sqlState, times: 2, async () =>
        {
            await using var host = await WriterHost.StartAsync(Database.ConnectionString);
            for (var i = 0; i < 10; i++)
            {
                var prediction = Build.OraclePrediction(i);
                await host.Writer.WriteAsync(prediction);
                await host.Writer.RecordLabelAsync(prediction.Id, 1, Sample.Noon);
            }

            await host.Writer.FlushAsync();
            await check(host.Writer.Statistics);
        });
}
