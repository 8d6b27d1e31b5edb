using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>One write that can never be stored does not stop those that come after it.</summary>
public class PoisonTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_label_that_a_constraint_refuses_becomes_a_dead_letter_and_its_neighbours_are_recorded()
    {
        await Database.ExecuteAsync("ALTER TABLE ml_predictions ADD CONSTRAINT broken CHECK (actual_value <> 13)");
        try
        {
            await using var host = await WriterHost.StartAsync(Database.ConnectionString);
            for (var i = 0; i < 20; i++)
            {
                var prediction = Build.OraclePrediction(i);
                await host.Writer.WriteAsync(prediction);
                await host.Writer.RecordLabelAsync(prediction.Id, i == 7 ? 13 : 1, Sample.Noon);
            }

            await IsDoneAsync(host);
            Assert.Equal(19, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 1"));
            Assert.Contains("\"broken\"", await Database.ScalarAsync<string>(
                "SELECT reason FROM ml_dead_letters WHERE kind = 'Label'"), StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE ml_predictions DROP CONSTRAINT broken");
        }
    }

    [Theory]
    [InlineData("'no poison here'", "P0001 no poison here")]
    [InlineData("'no poison here' USING ERRCODE = 'ML001'", "ML001 no poison here")]
    [InlineData("'no poison here' USING ERRCODE = '45000'", "45000 no poison here")]
    [InlineData("'no poison here' USING ERRCODE = '21000'", "21000 no poison here")]
    [InlineData("''", "P0001 P0001, without a message.")]
    [InlineData("' '", "P0001 P0001, without a message.")]
    [InlineData("'%', repeat('x', 2000000)", "P0001 x")]
    public async Task A_row_that_a_trigger_refuses_becomes_a_dead_letter(string raised, string reason)
    {
        await Database.ExecuteAsync(
            $"""
            CREATE FUNCTION refuse_poison() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF NEW.query = 'poison' THEN
                    RAISE EXCEPTION {raised};
                END IF;
                RETURN NEW;
            END $$;
            CREATE TRIGGER refuse_poison BEFORE INSERT ON oracle_ml_predictions FOR EACH ROW EXECUTE FUNCTION refuse_poison()
            """);
        try
        {
            await using var host = await WriterHost.StartAsync(Database.ConnectionString);
            for (var i = 0; i < 20; i++)
                await host.Writer.WriteAsync(OraclePrediction.Record("answer", i, Sample.Noon, i == 7 ? "poison" : "good"));

            await IsDoneAsync(host);
            Assert.Equal(19, await Database.CountAsync("oracle_ml_predictions"));
            Assert.StartsWith(
                reason, Assert.Single(await Database.ColumnAsync("SELECT concat(sql_state, ' ', reason) FROM ml_dead_letters")),
                    StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync("DROP FUNCTION refuse_poison CASCADE");
        }
    }

    [Fact]
    public async Task A_dead_letter_that_is_there_already_is_no_failed_command_in_the_log()
    {
        var label = (Id: Guid.CreateVersion7(Sample.Noon), Value: 1);
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        for (var i = 0; i < 2; i++)
        {
            await host.Writer.RecordLabelAsync(label.Id, label.Value, Sample.Noon);
            await host.Writer.FlushAsync();
        }

        Assert.Equal(1, await Database.CountAsync("ml_dead_letters"));
        Assert.Empty(host.Log.Of(LogLevel.Error));
    }

    [Fact]
    public async Task A_value_that_nothing_can_write_becomes_a_dead_letter_with_all_that_is_beside_it()
    {
        // The domain refuses it; an application's own leaf may not.
        var poison = OraclePrediction.Record("answer", 1, Sample.Noon, "kept");
        typeof(Prediction).GetProperty(nameof(Prediction.RiskLevel))!.SetValue(poison, (RiskLevel)99);
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        await host.Writer.WriteAsync(poison);
        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

        await IsDoneAsync(host);
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
        Assert.Equal(["kept 99 RiskLevel has no member 99."], await Database.ColumnAsync(
            "SELECT concat(payload::json ->> 'Query', ' ', payload::json -> 'RiskLevel' ->> 'Unwritable', ' ', reason) FROM " +
            "ml_dead_letters"));

        await using var context = Database.CreateContext();
        var letter = await context.DeadLetters.SingleAsync();
        Assert.NotNull(await new DeadLetterRepository(context).RetryAsync(letter.Id, Sample.Noon));
    }

    [Fact]
    public async Task A_leaf_that_is_not_mapped_is_refused_to_the_caller()
    {
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        var error = Assert.Throws<ArgumentException>(() => host.Writer.TryWrite(new Unmapped()));
        await Assert.ThrowsAsync<ArgumentException>(async () => await host.Writer.WriteAsync(new Unmapped()));
        Assert.Contains("Unmapped is not an entity", error.Message, StringComparison.Ordinal);

        await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
        await IsDoneAsync(host);
        Assert.Equal(1, await Database.CountAsync("ml_predictions"));
    }

    private static Task IsDoneAsync(WriterHost host) =>
        Polling.UntilAsync(() => Task.FromResult(host.Writer.Statistics.Pending == 0), "nothing is on its way");

    private sealed class Unmapped() : Prediction("test", "unmapped", 1, Sample.Noon, null);
}
