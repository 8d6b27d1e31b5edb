using MlOps.Domain.Features;

namespace MlOps.Domain.Tests.Features;

public class FeatureTests
{
    [Fact]
    public void A_feature_is_retired_once()
    {
        var feature = RegisterFeature();
        feature.Retire(Sample.Time.AddDays(1));

        Assert.Equal((FeatureStatus.Retired, Sample.Time.AddDays(1)), (feature.Status, feature.UpdatedAt));
        var refusal = Assert.Throws<IllegalTransitionException>(() => feature.Retire(Sample.Time.AddDays(2)));
        Assert.Equal("Feature 'age' is already Retired.", refusal.Message);
        Assert.Equal(Sample.Time.AddDays(1), feature.UpdatedAt);
    }

    [Fact]
    public void A_refused_change_changes_nothing()
    {
        var feature = RegisterFeature();

        Refused.Value("Owner", "''", () => feature.HandOver("", Sample.Time.AddDays(1)));
        Refused.Value("Freshness", "-", () => feature.SetFreshness(TimeSpan.FromTicks(-1), Sample.Time.AddDays(1)));
        Refused.Value("UpdatedAt", "0001", () => feature.Describe("text", default));

        Assert.Equal(
            (null, null, null, Sample.Time),
            (feature.Owner, feature.Freshness, feature.Description, feature.UpdatedAt));
    }

    [Fact]
    public void A_value_is_stale_when_it_is_older_than_the_feature_allows()
    {
        var feature = RegisterFeature();
        Assert.False(feature.IsStale(Sample.Time, Sample.Time.AddYears(9)));

        feature.SetFreshness(TimeSpan.FromHours(1), Sample.Time);

        Assert.False(feature.IsStale(Sample.Time, Sample.Time.AddHours(1)));
        Assert.True(feature.IsStale(Sample.Time, Sample.Time.AddHours(1).AddTicks(10)));
    }

    private static Feature RegisterFeature() => Feature.Register("age", FeatureKind.Contextual, "number", Sample.Time);
}
