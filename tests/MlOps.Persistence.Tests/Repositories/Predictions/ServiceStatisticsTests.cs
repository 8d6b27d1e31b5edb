using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Predictions;

public class ServiceStatisticsTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Hour = new(Sample.Noon, Sample.Noon.AddHours(1));

    [Fact]
    public async Task They_count_and_average_within_the_window_by_service()
    {
        await StoreAsync(
            Roach(0, 0.5, 1), Roach(59, null, 3), Roach(1, 1, null), // errors 1, 3 and none
            Roach(60, 0, 100), Roach(-1, 0, 100),
            Prediction.ForService("a-service", "q", 1, Sample.Noon));
        Assert.Equal(
            [new ServiceStatistics("a-service", 1, 0, null, null), new ServiceStatistics("code-roach", 3, 2, 0.75, 2)],
            await ReadAsync());
    }

    [Fact]
    public async Task A_window_without_predictions_has_none() => Assert.Empty(await ReadAsync());

    private static CodeRoachPrediction Roach(int minute, double? confidence, double? actual)
    {
        var details = new PredictionDetails { Confidence = confidence };
        var prediction = CodeRoachPrediction.Record("q", 0, Sample.Noon.AddMinutes(minute), "p", "f", details: details);
        if (actual is { } value)
            prediction.RecordLabel(value, Sample.Noon);

        return prediction;
    }

    private async Task StoreAsync(params Prediction[] predictions)
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync(predictions, default);
    }

    private async Task<List<ServiceStatistics>> ReadAsync()
    {
        await using var context = Database.CreateContext();
        return await new PredictionRepository(context).StreamStatisticsAsync(Hour).ToListAsync();
    }
}
