using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

public class BulkLabelTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Thousands_of_labels_of_several_slices_are_recorded()
    {
        var predictions = Enumerable.Range(0, 25_000).Select(i => OraclePrediction.Record(
            "answer", i, Sample.Noon.AddMonths(i % 3).AddSeconds(i), "q")).ToList();
        await StoreAsync(predictions);

        var result = await LabelAsync(predictions.Select(prediction => new Label(prediction.Id, 1, Sample.Noon)));

        Assert.Equal((25_000, 0), (result.Recorded, result.Unchanged));
        Assert.Empty(result.Refused);
        Assert.Equal(25_000, await Database.ScalarAsync<long>(
            "SELECT count(*) FROM ml_predictions WHERE actual_value = 1 AND error = abs(predicted_value - 1) AND revision = 1 AND " +
            "labelled_at IS NOT NULL"));
    }

    [Fact]
    public async Task A_stream_of_labels_is_recorded_and_what_contradicts_is_returned()
    {
        var predictions = Enumerable.Range(0, 12_000).Select(i => Build.OraclePrediction(i)).ToList();
        await StoreAsync(predictions);
        var labels = predictions.Select(prediction => new Label(prediction.Id, 1, Sample.Noon))
            .Append(new Label(predictions[0].Id, 2, Sample.Noon)).Append(new Label(predictions[1].Id, 1, Sample.Noon));

        await using var context = Database.CreateContext();
        var result = await new PredictionRepository(context).BulkLabelAsync(labels.ToAsyncEnumerable());

        Assert.Equal((12_000, 1), (result.Recorded, result.Unchanged));
        Assert.Equal((predictions[0].Id, 2), (Assert.Single(result.Refused).Label.PredictionId, result.Refused[0].Label.ActualValue));
    }

    [Fact]
    public async Task The_same_label_again_changes_nothing_and_another_is_refused()
    {
        var prediction = await StoreAsync(Sample.BarePredictions()[1]);
        await LabelAsync([new Label(prediction.Id, 0.5, Sample.Noon)]);

        var again = await LabelAsync([new Label(prediction.Id, 0.5, Sample.Noon)]);
        var other = await LabelAsync([new Label(prediction.Id, 0.6, Sample.Noon)]);

        Assert.Equal((0, 1, 0), (again.Recorded, again.Unchanged, again.Refused.Count));
        Assert.Equal((0, 0), (other.Recorded, other.Unchanged));
        Assert.Contains("is labelled 0.5 and cannot be labelled 0.6", Assert.Single(other.Refused).Reason, StringComparison.Ordinal);
        Assert.Equal(1, await Database.ScalarAsync<int>("SELECT revision FROM ml_predictions"));
    }

    [Fact]
    public async Task A_label_that_was_corrected_since_does_no_harm_when_it_arrives_again()
    {
        var prediction = await StoreAsync(Sample.BarePredictions()[1]);
        var label = new Label(prediction.Id, 0.5, Sample.Noon);
        await LabelAsync([label]);
        await using (var context = Database.CreateContext())
            await new PredictionRepository(context).CorrectLabelAsync(prediction.Id, 0.6, "typing error", Sample.Noon);

        var again = await LabelAsync([label]);

        Assert.Equal((0, 1, 0), (again.Recorded, again.Unchanged, again.Refused.Count));
        Assert.Equal(0.6, await Database.ScalarAsync<double>("SELECT actual_value FROM ml_predictions"));
    }

    [Fact]
    public async Task Labels_that_cannot_be_recorded_are_returned_and_their_neighbours_stored()
    {
        var huge = Prediction.ForService("test", "huge", double.MaxValue, Sample.Noon);
        var good = Enumerable.Range(0, 10).Select(i => Prediction.ForService("test", "good", i, Sample.Noon)).ToList();
        await StoreAsync([huge, .. good]);
        var unknown = Guid.CreateVersion7(Sample.Noon);

        var result = await LabelAsync(
        [
            new Label(unknown, 1, Sample.Noon),
            new Label(huge.Id, double.MinValue, Sample.Noon),
            .. good.Select(prediction => new Label(prediction.Id, 1, Sample.Noon)),
            new Label(good[0].Id, 2, Sample.Noon),
        ]);

        Assert.Equal(10, result.Recorded);
        Assert.Equal(
            [unknown, huge.Id, good[0].Id],
            result.Refused.Select(refusal => refusal.Label.PredictionId).OrderBy(id => id == unknown ? 0 : id == huge.Id ? 1 : 2));
        Assert.Contains(result.Refused, refusal => refusal.Reason.Contains($"no prediction {unknown}", StringComparison.Ordinal));
        Assert.Contains(result.Refused, refusal => refusal.Reason.Contains("too large", StringComparison.Ordinal));
        Assert.Contains(
            result.Refused, refusal => refusal.Reason.Contains("is labelled 1 and cannot be labelled 2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_app_labels_predictions_of_its_tenant_alone()
    {
        var prediction = await StoreAsync(Sample.BarePredictions()[1]);
        var label = new Label(prediction.Id, 1, Sample.Noon);

        await using (var stranger = Database.CreateContext(Guid.CreateVersion7()))
            Assert.Single((await new PredictionRepository(stranger).BulkLabelAsync([label])).Refused);

        await using var own = Database.CreateContext();
        Assert.Equal(1, (await new PredictionRepository(own).BulkLabelAsync([label])).Recorded);
    }

    [Fact]
    public async Task Two_writers_of_the_same_labels_both_succeed_and_record_each_once()
    {
        var predictions = Enumerable.Range(0, 5000).Select(_ => Sample.BarePredictions()[1]).ToList();
        await StoreAsync(predictions);
        var labels = predictions.ConvertAll(prediction => new Label(prediction.Id, 1, Sample.Noon));

        var results = await Task.WhenAll(LabelAsync(labels), LabelAsync(Enumerable.Reverse(labels)));

        Assert.Equal(5000, results.Sum(result => result.Recorded));
        Assert.Equal(5000, results.Sum(result => result.Unchanged));
        Assert.Equal(5000, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE revision = 1"));
    }

    [Fact]
    public async Task A_prediction_that_is_stored_while_its_label_is_recorded_is_labelled()
    {
        // It makes the slice, which would wait for the statement that records labels.
        await StoreAsync(Sample.BarePredictions()[1]);
        var prediction = Sample.BarePredictions()[1];
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).AddInterceptors(new BeforeFirstQuery(() => StoreAsync([prediction])));
        await using var context = RenamedRun.CreateContext(builder.Options);

        var result = await new PredictionRepository(context).BulkLabelAsync([new Label(prediction.Id, 1, Sample.Noon)]);

        Assert.Equal((1, 0, 0), (result.Recorded, result.Unchanged, result.Refused.Count));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 1"));
    }

    private async Task<Prediction> StoreAsync(Prediction prediction)
    {
        await StoreAsync([prediction]);
        return prediction;
    }

    // As the owner, who makes slices.
    private async Task StoreAsync(IReadOnlyList<Prediction> predictions)
    {
        await using var context = Database.CreateOwnerContext();
        await context.BulkInsertAsync(predictions);
    }

    private async Task<BulkLabelResult> LabelAsync(IEnumerable<Label> labels)
    {
        await using var context = Database.CreateContext();
        return await new PredictionRepository(context).BulkLabelAsync(labels);
    }

    private sealed class BeforeFirstQuery(Func<Task> act) : DbCommandInterceptor
    {
        private bool _hasActed;

        public override async ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command, CommandEventData eventData, InterceptionResult<DbDataReader> result, CancellationToken cancellationToken =
                default)
        {
            if (!_hasActed && command.CommandText.StartsWith("SELECT", StringComparison.Ordinal))
            {
                _hasActed = true;
                await act();
            }

            return result;
        }
    }
}
