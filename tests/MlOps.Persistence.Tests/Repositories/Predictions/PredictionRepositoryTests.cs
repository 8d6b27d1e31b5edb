using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class PredictionRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_missing_prediction_is_null_or_an_error_that_names_it()
    {
        await using var context = Database.CreateContext();
        var predictions = new PredictionRepository(context);
        var id = Guid.CreateVersion7();
        Assert.Null(await predictions.FindAsync(id, default));
        foreach (var read in (Func<Task>[])
        [
            () => predictions.GetAsync(id, default),
            () => predictions.RecordLabelAsync(id, 1, Sample.Noon, default),
            () => predictions.CorrectLabelAsync(id, 1, "wrong", Sample.Noon, default),
        ])
        {
            var error = await Assert.ThrowsAsync<MlOpsException>(read);
            Assert.Equal(MlOpsError.NotFound, error.Error);
            Assert.Contains(id.ToString(), error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task To_record_a_label_saves_what_else_the_context_tracks()
    {
        var (labelled, other) = (Sample.BarePredictions()[1], Sample.BarePredictions()[1]);
        await StoreAsync([labelled]);
        await using var context = Database.CreateContext();
        context.Add(other);
        await new PredictionRepository(context).RecordLabelAsync(labelled.Id, 1, Sample.Noon);
        Assert.Equal(EntityState.Unchanged, context.Entry(other).State);
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    [StandardNames("It reads plans, which name tables and indexes.")]
    public async Task The_list_of_recent_predictions_reads_one_table()
    {
        await StoreAsync(Sample.FullPredictions());
        var log = new List<string>();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).LogTo(log.Add, [RelationalEventId.CommandExecuted]);
        await using var context = RenamedRun.CreateContext(builder.Options);

        var recent = await new PredictionRepository(context).StreamRecentAsync(null, 3).ToListAsync();
        Assert.Equal(["policy", "ai-gm", "game-app"], recent.Select(summary => summary.ServiceName));
        var sql = Assert.Single(log);
        Assert.Contains("FROM ml_predictions", sql, StringComparison.Ordinal);
        Assert.DoesNotContain("JOIN", sql, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("code_roach", sql, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_summary_says_what_the_prediction_says()
    {
        var prediction = CodeRoachPrediction.Record(
            "quality", 0.75, Sample.Noon, "p", "f", details: new PredictionDetails { Confidence = 0.5, ModelVersion = "v3" });
        prediction.RecordLabel(1, Sample.Noon);
        await StoreAsync([prediction, .. Sample.BarePredictions()]);
        await using var context = Database.CreateContext();
        var summary = Assert.Single(await new PredictionRepository(context)
            .StreamRecentAsync(CodeRoachPrediction.Service, 10).Where(row => row.Confidence != null).ToListAsync());
        Assert.Equal(
            new PredictionSummary(prediction.Id, "code-roach", "quality", 0.75, 1, 0.25, 0.5, "v3", Sample.Noon), summary);
    }

    [Fact]
    public async Task One_services_predictions_of_a_window_come_oldest_first_and_without_the_windows_end()
    {
        var start = Sample.Noon;
        var predictions =
            new[] { 60, -1, 0, 59 }.Select(minute => Build.CodeRoachPrediction(minute, start.AddMinutes(minute)));
        await StoreAsync([.. predictions, .. Sample.BarePredictions()]);
        await using var context = Database.CreateContext();
        var repository = new PredictionRepository(context);
        var window = new TimeWindow(start.ToOffset(TimeSpan.FromHours(9)), start.AddHours(1).ToOffset(TimeSpan.FromHours(-3)));

        var read = await repository.StreamAsync<CodeRoachPrediction>(window).ToListAsync();
        Assert.Equal([0, 0, 59], read.Select(prediction => prediction.PredictedValue!.Value));
        Assert.Equal(10, (await repository.StreamAsync<Prediction>(window).ToListAsync()).Count);
        Assert.Empty(context.ChangeTracker.Entries());
    }

    [Fact]
    public async Task Labels_are_recorded_once_and_corrected_with_a_reason()
    {
        var prediction = Sample.BarePredictions()[1];
        await StoreAsync([prediction]);
        var at = Sample.Noon.AddDays(1).ToOffset(TimeSpan.FromHours(3));
        await WithRepositoryAsync(predictions => predictions.RecordLabelAsync(prediction.Id, 4, at, default));
        await WithRepositoryAsync(predictions => predictions.RecordLabelAsync(prediction.Id, 4, at.AddDays(1), default));
        await Assert.ThrowsAsync<IllegalTransitionException>(() =>
            WithRepositoryAsync(predictions => predictions.RecordLabelAsync(prediction.Id, 5, at, default)));
        await WithRepositoryAsync(predictions => predictions.CorrectLabelAsync(prediction.Id, -6, Sample.Hostile, at, default));

        await using var context = Database.CreateContext();
        var read = await new PredictionRepository(context).GetAsync(prediction.Id, default);
        Assert.Equal((-6, 6, 2), (read.ActualValue, read.Error, read.Revision));
        Assert.Equal([new SupersededLabel(4, at.ToUniversalTime(), at.ToUniversalTime(), Sample.Hostile)], read.SupersededLabels);
    }

    private async Task WithRepositoryAsync(Func<PredictionRepository, Task> act)
    {
        await using var context = Database.CreateContext();
        await act(new PredictionRepository(context));
    }

    private async Task StoreAsync(IEnumerable<Prediction> predictions)
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(predictions);
    }
}
