using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

public class PredictionRoundTripTests(TestDatabase database) : DatabaseTest(database)
{
    public static TheoryData<int, bool> EveryServiceBothWays()
    {
        var cases = new TheoryData<int, bool>();
        for (var service = 0; service < Sample.BarePredictions().Count; service++)
        {
            cases.Add(service, false);
            cases.Add(service, true);
        }

        return cases;
    }

    [Theory, MemberData(nameof(EveryServiceBothWays))]
    public async Task A_full_prediction_is_read_back_field_by_field(int service, bool inBulk) =>
        await AssertReadBackAsync(Sample.FullPredictions()[service], inBulk);

    [Theory, MemberData(nameof(EveryServiceBothWays))]
    public async Task A_bare_prediction_is_read_back_field_by_field(int service, bool inBulk) =>
        await AssertReadBackAsync(Sample.BarePredictions()[service], inBulk);

    [Theory, MemberData(nameof(EveryServiceBothWays))]
    public async Task A_labelled_and_corrected_prediction_is_read_back_field_by_field(int service, bool inBulk)
    {
        var prediction = Sample.BarePredictions()[service];
        prediction.RecordLabel(0.25, Sample.Noon.AddDays(1));
        prediction.CorrectLabel(-3, Sample.Hostile, Sample.Noon.AddDays(2).AddTicks(1_234_567));
        await AssertReadBackAsync(prediction, inBulk);
    }

    private async Task AssertReadBackAsync(Prediction written, bool inBulk)
    {
        await using (var context = Database.CreateContext())
        {
            var repository = new PredictionRepository(context);
            if (inBulk)
                await context.BulkInsertAsync([written], default);
            else
                repository.Add(written);

            await context.SaveChangesAsync();
        }

        await using (var context = Database.CreateContext())
        {
            var read = await context.Predictions.SingleAsync();
            Assert.Empty(Fields.Differences(context, written, read));
        }
    }
}
