using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Values;

public class NumberAndTimeTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task The_database_computes_the_same_error_bit_for_bit(bool inBulk)
    {
        var written = RandomPredictions().ToDictionary(prediction => prediction.Id);
        await StoreAsync(written.Values, inBulk);
        await using var context = Database.CreateContext();
        var read = await context.Predictions.AsNoTracking().ToListAsync();
        Assert.Equal(written.Count, read.Count);
        foreach (var prediction in read)
        {
            var expected = written[prediction.Id];
            Assert.Equal(Bits(expected.PredictedValue), Bits(prediction.PredictedValue));
            Assert.Equal(Bits(expected.ActualValue), Bits(prediction.ActualValue));
            Assert.Equal(Bits(expected.Error), Bits(prediction.Error));
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task The_first_and_the_last_moment_are_stored(bool inBulk)
    {
        DateTimeOffset[] moments =
        [
            DateTimeOffset.UnixEpoch,
            new(1969, 12, 31, 20, 0, 0, TimeSpan.FromHours(-4)),
            new DateTimeOffset(9998, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_999),
            new(9999, 1, 1, 13, 0, 0, TimeSpan.FromHours(14)),
        ];
        var written = moments.Select(moment => Build.CodeRoachPrediction(0, moment)).ToList();
        foreach (var prediction in written)
            prediction.RecordLabel(1, prediction.CreatedAt);

        await StoreAsync(written, inBulk);
        await using var context = Database.CreateContext();
        var window = new TimeWindow(DateTimeOffset.UnixEpoch, moments[2]);
        var read = await new PredictionRepository(context).StreamAsync<CodeRoachPrediction>(window).ToListAsync();
        Assert.Equal(3, read.Count); // the end of a window is not part of it
        Assert.All(read, prediction => Assert.Empty(Fields.Differences(context, written.Single(w => w.Id == prediction.Id), prediction)));
        Assert.Equal(9998, (await context.Predictions.MaxAsync(prediction => prediction.LabelledAt))!.Value.Year);
    }

    private static IEnumerable<Prediction> RandomPredictions()
    {
        var random = new Random(7);
        double[] edges =
            [0, -0.0, double.Epsilon, -double.Epsilon, 2.2250738585072014E-308, 1, double.MaxValue / 2, -double.MaxValue / 2, 0.1, 0.3];
        foreach (var predicted in edges)
        {
            foreach (var actual in edges)
                yield return Labelled(predicted, actual);
        }

        for (var count = 0; count < 3000; count++)
        {
            var predicted = BitConverter.Int64BitsToDouble(random.NextInt64());
            var actual = random.Next(2) == 0
                ? -BitConverter.Int64BitsToDouble(random.NextInt64()) : predicted * (1 + (random.NextDouble() * 1e-12));
            if (double.IsFinite(predicted) && double.IsFinite(actual) && double.IsFinite(predicted - actual))
                yield return Labelled(predicted, actual);
        }
    }

    private static Prediction Labelled(double predicted, double actual)
    {
        var prediction = Prediction.ForService("s", "t", predicted, Sample.Noon);
        prediction.RecordLabel(actual, Sample.Noon);
        return prediction;
    }

    private static long? Bits(double? value) => value is { } given ? BitConverter.DoubleToInt64Bits(given) : null;

    private async Task StoreAsync(IEnumerable<Prediction> predictions, bool inBulk)
    {
        await using var context = Database.CreateContext();
        if (inBulk)
            await context.BulkInsertAsync(predictions, default);
        else
            context.AddRange(predictions);

        await context.SaveChangesAsync();
    }
}
