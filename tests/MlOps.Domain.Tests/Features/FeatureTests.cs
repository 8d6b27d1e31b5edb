using MlOps.Domain.Features;

namespace MlOps.Domain.Tests.Features;

public class FeatureTests
{
    [Fact]
    public void A_feature_is_retired_once()
    {
        var feature = Registered();
        feature.Retire(Some.Time.AddDays(1));

        Assert.Equal((FeatureStatus.Retired, Some.Time.AddDays(1)), (feature.Status, feature.UpdatedAt));
        var refusal = Assert.Throws<IllegalTransitionException>(() => feature.Retire(Some.Time.AddDays(2)));
        Assert.Equal("Feature 'age' is already Retired.", refusal.Message);
        Assert.Equal(Some.Time.AddDays(1), feature.UpdatedAt);
    }

    [Fact]
    public void What_is_refused_changes_nothing()
    {
        var feature = Registered();

        Refused.Value("Owner", "''", () => feature.HandOver("", Some.Time.AddDays(1)));
        Refused.Value("Freshness", "-", () => feature.SetFreshness(TimeSpan.FromTicks(-1), Some.Time.AddDays(1)));
        Refused.Value("UpdatedAt", "0001", () => feature.Describe("text", default));

        Assert.Equal((null, null, null, Some.Time), (feature.Owner, feature.Freshness, feature.Description, feature.UpdatedAt));
    }

    [Fact]
    public void A_value_is_stale_when_it_is_older_than_the_feature_allows()
    {
        var feature = Registered();
        Assert.False(feature.IsStale(Some.Time, Some.Time.AddYears(9)));

        feature.SetFreshness(TimeSpan.FromHours(1), Some.Time);

        Assert.False(feature.IsStale(Some.Time, Some.Time.AddHours(1)));
        Assert.True(feature.IsStale(Some.Time, Some.Time.AddHours(1).AddTicks(10)));
    }

    private static Feature Registered() => Feature.Register("age", FeatureKind.Contextual, "number", Some.Time);
}
