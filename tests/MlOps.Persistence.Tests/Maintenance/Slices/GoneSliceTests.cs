using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Ingestion.Writing;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Maintenance.Slices;

/// <summary>A slice that was detached or dropped is gone: nothing is added to it, and nobody makes it anew.</summary>
public class GoneSliceTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Time = new(2036, 4, 15, 0, 0, 0, TimeSpan.Zero);
    private static readonly string[] Leaves =
        ["ml_feedback", "ml_shadow_scores", "oracle_ml_predictions", "ai_gm_ml_predictions", "code_roach_ml_predictions",
            "daisy_chain_ml_predictions", "first_mate_ml_predictions", "game_app_ml_predictions", "policy_ml_predictions"];

    private readonly OraclePrediction _old = Build.OraclePrediction(1, Time);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await using var context = Database.CreateOwnerContext();
        await Database.ExecuteAsync("DELETE FROM ml_slices");
        await new SliceMaintenance(context).EnsureAsync(Time, Time);
        await context.BulkInsertAsync([_old]);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task It_takes_no_row_no_label_and_no_feedback(bool isKnown)
    {
        await DropAsync(isKnown);
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => context.BulkInsertAsync([Build.OraclePrediction(2, Time)]));
        Assert.Equal(MlOpsError.SliceGone, error.Error);
        Assert.Equal(RefusalCause.Row, DatabaseRefusal.FindCause(error));
        Assert.Contains($"2036_04 of {RenamedRun.Root("ml_predictions")} was detached or dropped", error.Message, StringComparison.Ordinal);

        var feedback = Feedback.Record(_old.Id, new FeedbackContent { Rating = 1 }, Time);
        Assert.Equal(
            MlOpsError.SliceGone, (await Assert.ThrowsAsync<MlOpsException>(() => context.BulkInsertAsync([feedback]))).Error);

        var labels = await new PredictionRepository(context).BulkLabelAsync(
            [new Label(_old.Id, 1, Time), new Label(Guid.CreateVersion7(Time.AddYears(1)), 1, Time)]);
        Assert.Equal([true, false], labels.Refused.Select(refusal => refusal.Reason.Contains("dropped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_written_into_it_becomes_a_dead_letter_and_its_neighbours_are_stored()
    {
        await DropAsync(isKnown: true);
        await using var host = await WriterHost.StartAsync(Database.ConnectionString);
        for (var i = 0; i < 10; i++)
            await host.Writer.WriteAsync(Build.OraclePrediction(i, i == 7 ? Time : Sample.Noon));

        await host.Writer.FlushAsync();
        Assert.Equal(9, await Database.CountAsync("ml_predictions"));
        Assert.Contains(
            "2036_04", await Database.ScalarAsync<string>("SELECT reason FROM ml_dead_letters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_made_anew_only_after_its_record_is_deleted()
    {
        await DropAsync(isKnown: true);
        await using var context = Database.CreateOwnerContext();
        Assert.NotNull((await context.Set<SliceRecord>().SingleAsync(slice => slice.Root == RenamedRun.Root("ml_predictions"))).GoneAt);
        Assert.Empty(await new SliceMaintenance(context).EnsureAsync(Time, Time));

        await context.Set<SliceRecord>().Where(slice => slice.Root == RenamedRun.Root("ml_predictions")).ExecuteDeleteAsync();
        Assert.Equal([RenamedRun.Sql("ml_predictions_2036_04")], await new SliceMaintenance(context).EnsureAsync(Time, Time));
        Assert.Null((await context.Set<SliceRecord>().AsNoTracking()
            .SingleAsync(slice => slice.Root == RenamedRun.Root("ml_predictions"))).GoneAt);
    }

    [Fact]
    public async Task One_that_was_never_made_is_not_gone()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([Build.OraclePrediction(2, Time.AddYears(2))]);
        Assert.Equal(1, await Database.CountAsync("ml_predictions_default"));
    }

    private async Task DropAsync(bool isKnown)
    {
        foreach (var table in Leaves)
            await Database.ExecuteAsync($"DROP TABLE {table}_2036_04");

        await Database.ExecuteAsync("DROP TABLE ml_predictions_2036_04 CASCADE");
        if (!isKnown)
            return;

        await using var context = Database.CreateOwnerContext();
        Assert.Empty(await new SliceMaintenance(context).EnsureAsync(Time, Time));
    }
}
