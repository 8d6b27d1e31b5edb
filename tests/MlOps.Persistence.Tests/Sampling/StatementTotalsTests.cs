using MlOps.Persistence.Sampling;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Sampling;

[NeedsNoServer]
public class StatementTotalsTests
{
    private static readonly DateTimeOffset Reset = Sample.Noon.AddDays(-1);

    [Fact]
    public void A_sample_is_the_mean_of_what_ran_since_the_last_one()
    {
        var before = Totals(0, new("1", "a", 100, 1000, 50), new("2", "b", 10, 10, 0));

        var samples = Compare(before, 15, Reset, new("2", "b", 12, 16, 0), new("1", "a", 110, 1500, 90), new("3", "new", 5, 500, 5));

        Assert.Equal(["1 a 50 4", "2 b 3 0"], samples.Select(one => $"{one.Fingerprint} {one.QueryText} {one.DurationMs} {one.RowCount}"));
        Assert.All(samples, one => Assert.Equal(("pg_stat_statements", Sample.Noon), (one.ApplicationName, one.CreatedAt)));
    }

    [Fact]
    public void What_did_not_run_has_no_sample() =>
        Assert.Empty(Compare(Totals(0, new StatementCount("1", "a", 5, 5, 5)), 15, Reset, new StatementCount("1", "a", 5, 5, 5)));

    [Fact]
    public void After_a_reset_all_counts_are_new()
    {
        var before = Totals(0, new StatementCount("1", "a", 100, 1000, 50));
        var samples = Compare(before, 15, Sample.Noon.AddMinutes(5), new("1", "a", 200, 400, 0), new("2", "b", 2, 8, 0));
        Assert.Equal(["1 2", "2 4"], samples.Select(one => $"{one.Fingerprint} {one.DurationMs}"));
    }

    [Fact]
    public void A_count_that_is_smaller_than_before_began_again()
    {
        var before = Totals(0, new StatementCount("1", "a", 100, 1000, 50));
        Assert.Equal(3, Assert.Single(Compare(before, 15, Reset, new StatementCount("1", "a", 2, 6, 1))).DurationMs);
        Assert.Equal(2, Assert.Single(Compare(before, 15, Reset, new StatementCount("1", "a", 200, 400, 99))).DurationMs);
    }

    [Fact]
    public void Old_counts_of_another_server_are_no_sample() => Assert.Empty(Compare(
        Totals(0, new StatementCount("1", "a", 1, 1, 1)), 15, Reset.AddDays(-9), new StatementCount("1", "a", 900, 900, 9)));

    [Fact]
    public void The_fifty_costliest_statements_are_stored()
    {
        var counts = Enumerable.Range(1, 60).Select(i => new StatementCount($"{i}", "a", 1, i, 0)).ToArray();
        var samples = Compare(Totals(0), 15, Sample.Noon.AddMinutes(1), counts);
        Assert.Equal(Enumerable.Range(11, 50).Reverse().Select(i => $"{i}"), samples.Select(one => one.Fingerprint));
    }

    private static StatementTotals Totals(int minute, params StatementCount[] counts) =>
        StatementTotals.Of(new StatementClock(Reset, Sample.Noon.AddMinutes(minute)), counts);

    private static IReadOnlyList<Domain.Telemetry.QueryLog> Compare(
        StatementTotals before, int minute, DateTimeOffset reset, params StatementCount[] counts) =>
        before.Compare(new StatementClock(reset, Sample.Noon.AddMinutes(minute)), counts, Sample.Noon);
}
