using MlOps.Domain.Statistics.Drift;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class DriftMeasurementTests
{
    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Refused.Value("PValue", "1.5", () => new DriftMeasurement("ks_exact", 0.5, 1, 1) { PValue = 1.5 });
        Refused.Value("PValue", "NaN", () => new DriftMeasurement("ks_exact", 0.5, 1, 1) { PValue = double.NaN });
        Refused.Value("Statistic", "NaN", () => new DriftMeasurement("ks_exact", double.NaN, 1, 1));
    }

    [Fact]
    public void The_compared_counts_can_be_stored_as_JSON()
    {
        var counts = CategoryDrift.Measure("l_infinity", Golden.Categories("cat", "ref"), Golden.Categories("cat", "cur")).Counts;

        Assert.Equal(
            Json.Parse(
                """
                {"bins": null, "categories": ["a", "b", "c", "d", "e"],
                 "reference": [400, 300, 200, 100, 0], "current": [150, 180, 90, 60, 20]}
                """),
            Json.From(counts));
    }

    [Fact]
    public void The_bins_of_numbers_can_be_stored_as_JSON()
    {
        var counts = NumberDrift.Measure("psi_sturges", Golden.Reference(200), Golden.Current(150)).Counts!;
        var stored = Json.From(counts).As<Dictionary<string, object>>()!;

        Assert.Equal(["bins", "categories", "current", "reference"], stored.Keys.Order(StringComparer.Ordinal));
        Assert.Contains("\"ends\":\"Closed\"", Json.From(counts).Text, StringComparison.Ordinal);
    }
}
