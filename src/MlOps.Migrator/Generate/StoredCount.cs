using System.Globalization;

namespace MlOps.Migrator.Generate;

/// <summary>What was stored of one kind, and how long that took.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="Rows">How many rows were stored.</param>
/// <param name="DaysThere">How many days an earlier run has stored.</param>
/// <param name="Time">How long it took.</param>
internal sealed record StoredCount(string Kind, long Rows, int DaysThere, TimeSpan Time)
{
    public double Rate => Rows / Time.TotalSeconds;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Rows:N0} rows, {Rate:N0} rows/s{(DaysThere == 0 ? "" : $", {DaysThere} days were there")}");
}
