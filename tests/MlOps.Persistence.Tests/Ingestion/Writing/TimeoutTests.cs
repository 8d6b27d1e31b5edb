using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A batch that is too large for the time that the server gives it becomes smaller.</summary>
public class TimeoutTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData("Options=-c statement_timeout=200"), InlineData("Command Timeout=1")]
    public async Task Writes_are_stored_however_short_the_timeout_is(string setting)
    {
        // Each row takes 2 ms, so that no hundred are stored in 200 ms, nor 500 in a second.
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION take_time() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.002); RETURN NEW; END $$;
            CREATE TRIGGER take_time BEFORE INSERT ON oracle_ml_predictions FOR EACH ROW EXECUTE FUNCTION take_time()
            """);
        try
        {
            const int Count = 800;
            await using var host = await WriterHost.StartAsync(
                $"{Database.ConnectionString};{setting}", options => options.BatchSize = Count);
            for (var i = 0; i < Count; i++)
                await host.Writer.WriteAsync(Build.OraclePrediction(i));

            await host.Writer.FlushAsync().WaitAsync(TimeSpan.FromSeconds(60));
            await Database.AssertNoDeadLettersAsync();
            Assert.Equal(Count, await Database.CountAsync("ml_predictions"));
            Assert.True(host.Writer.Statistics.Retried > 0, "A batch timed out.");
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION take_time CASCADE");
        }
    }
}
