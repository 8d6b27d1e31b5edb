using MlOps.Domain.Patterns;
using MlOps.Domain.Statistics;

namespace MlOps.Domain.Tests.Patterns;

public class SegmentDetectorTests
{
    private static readonly DateTimeOffset Day = Sample.Time;

    private readonly Chance _chance = new(7);

    [Fact]
    public void Equal_segments_are_patterns_once_in_a_hundred_monitors_at_most()
    {
        var found = Enumerable.Range(0, 300).Count(_ => SegmentDetector.Detect(Windows(7, segment => 1, segments: 10)).Count > 0);
        Assert.InRange(found, 0, 3);
    }

    [Fact]
    public void A_segment_with_larger_errors_is_found_and_no_other()
    {
        var found = Enumerable.Range(0, 50).Select(_ => SegmentDetector.Detect(Windows(7, segment => segment == 3 ? 1.5 : 1))).ToList();
        Assert.All(found, patterns => Assert.Equal("search: country = 3", Assert.Single(patterns).Name));
        Assert.All(found, patterns => Assert.InRange(patterns[0].Occurrences.Count, 3, 7));
        Assert.All(found, patterns => Assert.InRange(patterns[0].Confidence, 0.99, 1));
    }

    [Fact]
    public void A_segment_that_is_bad_in_two_windows_is_no_pattern()
    {
        var windows = Windows(5, segment => 1).Concat(Windows(2, segment => segment == 3 ? 3 : 1, from: 5));
        Assert.Empty(SegmentDetector.Detect(windows));
    }

    [Fact]
    public void A_segment_that_is_worse_by_less_than_a_tenth_is_no_pattern_however_sure_it_is()
    {
        var sure = new SegmentErrors("country = 3", false, new Moments(1_000_000, 1.09, 0.01), new Moments(1_000_000, 1, 0.01));
        Assert.Empty(SegmentDetector.Detect(Enumerable.Range(0, 7).Select(day => Window(day, sure))));
        var worse = sure with { Errors = new Moments(1_000_000, 1.11, 0.01) };
        Assert.Single(SegmentDetector.Detect(Enumerable.Range(0, 7).Select(day => Window(day, worse))));
    }

    [Fact]
    public void Windows_that_overlap_count_once()
    {
        var worse = new SegmentErrors("country = 3", false, new Moments(1000, 2, 0.01), new Moments(1000, 1, 0.01));
        var hourly = Enumerable.Range(0, 48).Select(hour => Window(hour / 24.0, worse));
        Assert.Empty(SegmentDetector.Detect(hourly));
    }

    [Fact]
    public void A_version_is_to_be_retrained_and_any_other_segment_to_be_looked_at()
    {
        var worse = new SegmentErrors("country = 3", false, new Moments(1000, 2, 0.01), new Moments(1000, 1, 0.01));
        string Remedy(SegmentErrors errors) =>
            Assert.Single(SegmentDetector.Detect(Enumerable.Range(0, 3).Select(day => Window(day, errors)))).Remedy;
        Assert.Equal(("inspect_segment", "retrain"), (Remedy(worse), Remedy(worse with { IsVersion = true })));
    }

    [Fact]
    public void The_others_are_what_remains_of_all()
    {
        double[] part = [1, 2, 4], others = [0.5, 1, 1, 3, 5];
        var all = part.Concat(others).ToArray();
        var errors = SegmentErrors.Find("a", false, Describe(part), Describe(all))!;

        AssertNear(Moments.FromValues(part), errors.Errors);
        AssertNear(Moments.FromValues(others), errors.Others);
        Assert.Null(SegmentErrors.Find("a", false, Describe(all), Describe(all)));
        Assert.Null(SegmentErrors.Find("a", false, (1, 1, 1), Describe(all)));

        static (long, double, double) Describe(double[] values) =>
            (values.Length, values.Average(), Math.Sqrt(values.Average(value => value * value)));
    }

    private static void AssertNear(Moments expected, Moments found)
    {
        Assert.Equal(expected.Count, found.Count);
        Assert.Equal(expected.Mean, found.Mean, 9);
        Assert.Equal(expected.Variance, found.Variance, 9);
    }

    private List<SegmentWindow> Windows(int days, Func<int, double> scale, int segments = 6, int from = 0) =>
    [
        .. Enumerable.Range(from, days).Select(day => Window(day, [.. Enumerable.Range(0, segments).Select(segment => new SegmentErrors(
            $"country = {segment}", false, _chance.Moments(60, scale(segment), scale(segment) / 2), _chance.Moments(300, 1, 0.5)))])),
    ];

    private static SegmentWindow Window(double day, params SegmentErrors[] segments) => new(
        Sample.Tenant, "search", new TimeWindow(Day.AddDays(day), Day.AddDays(day + 1)), segments);
}
