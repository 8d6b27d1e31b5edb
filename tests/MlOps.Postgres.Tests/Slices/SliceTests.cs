using MlOps.Domain;
using MlOps.Postgres.Slices;

namespace MlOps.Postgres.Tests.Slices;

public class SliceTests
{
    [Theory]
    [InlineData(SliceInterval.Month, "2026-11-21T23:59:59Z", "2026_11", "2026-11-01", "2026-12-01")]
    [InlineData(SliceInterval.Month, "2026-12-31T23:30:00-01:00", "2027_01", "2027-01-01", "2027-02-01")]
    [InlineData(SliceInterval.Day, "2028-02-29T12:00:00Z", "2028_02_29", "2028-02-29", "2028-03-01")]
    public void A_moment_lies_in_the_slice_of_its_time_in_utc(
        SliceInterval interval, string moment, string suffix, string start, string end)
    {
        var slice = Slice.Containing(DateTimeOffset.Parse(moment), interval);
        Assert.Equal((suffix, Utc(start), Utc(end)), (slice.Suffix, slice.Start, slice.End));
        Assert.Equal(slice, Slice.OfSuffix(suffix, interval));
        Assert.Null(Slice.OfSuffix($"of_{suffix}", interval));
    }

    [Fact]
    public void A_span_touches_every_slice_from_its_first_to_its_last_moment() => Assert.Equal(
        ["2026_11", "2026_12", "2027_01"],
        Slice.Between(Utc("2026-11-30"), Utc("2027-01-01"), SliceInterval.Month).Select(slice => slice.Suffix));

    [Fact]
    public void Its_ids_are_those_that_are_made_in_its_time()
    {
        var slice = Slice.Containing(Utc("2026-11-21"), SliceInterval.Month);
        foreach (var (moment, inside) in ((DateTimeOffset, bool)[])
        [
            (slice.Start, true), (slice.Start.AddMilliseconds(-1), false), (slice.End.AddMilliseconds(-1), true), (slice.End, false),
        ])
        {
            for (var i = 0; i < 100; i++)
            {
                var id = Guid.CreateVersion7(moment);
                Assert.Equal(inside, id >= slice.FirstId && id < slice.EndId);
            }
        }
    }

    [Fact]
    public void The_lowest_id_is_a_version_7_of_its_moment() =>
        Assert.Equal("019d2a4e-5b00-7000-8000-000000000000", Uuid7.Lowest(DateTimeOffset.FromUnixTimeMilliseconds(0x019d2a4e5b00))
            .ToString());

    private static DateTimeOffset Utc(string text) =>
        DateTimeOffset.Parse(text, null, System.Globalization.DateTimeStyles.AssumeUniversal);
}
