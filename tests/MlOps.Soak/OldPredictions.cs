using MlOps.Domain.Predictions;

namespace MlOps.Soak;

/// <summary>Predictions of other times: of months that may be dropped, and of times that never have a slice.</summary>
internal sealed class OldPredictions(Random random)
{
    private static readonly DateTimeOffset Seventies = new(1975, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset NextCentury = new(2100, 3, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Now, for all but few.</summary>
    public static DateTimeOffset TimeOfNth(int number, DateTimeOffset now) => (number % 100) switch
    {
        98 => Seventies.AddSeconds(number),
        96 => NextCentury.AddSeconds(number),
        _ => now,
    };

    /// <summary>A prediction of one of the months that may be dropped.</summary>
    public Prediction Next(DateTimeOffset now)
    {
        var months = WritingProcess.OldMonths(now).ToList();
        return OraclePrediction.Record("answer", 1, months[random.Next(months.Count)].AddSeconds(random.Next(1_000_000)), "q");
    }
}
