namespace MlOps.Domain.Tests;

public class MetricSetTests
{
    private static readonly MetricSet Two = MetricSet.Empty.With("recall", 0.5).With("f1", 0.75);

    [Fact]
    public void Metrics_come_in_the_order_of_their_names()
    {
        Assert.Equal(["F1", "f1", "recall"], Two.With("F1", 1).Keys);
        Assert.Equal([0.75, 0.5], Two.Values);
        Assert.Equal(["f1", "recall"], Two.Select(metric => metric.Key));
    }

    [Fact]
    public void Metrics_are_found_by_name()
    {
        Assert.Equal(0.75, Two["f1"]);
        Assert.True(Two.ContainsKey("recall"));
        Assert.False(Two.ContainsKey("Recall"));
        Assert.True(Two.TryGetValue("recall", out var recall));
        Assert.Equal(0.5, recall);
        Assert.False(Two.TryGetValue("auc", out _));
        Assert.Throws<KeyNotFoundException>(() => Two["auc"]);
    }

    [Fact]
    public void Adding_a_metric_does_not_change_the_set()
    {
        var replaced = Two.With("f1", 0.8);

        Assert.Equal(0.75, Two["f1"]);
        Assert.Equal(0.8, replaced["f1"]);
        Assert.Equal(2, replaced.Count);
        Assert.Empty(MetricSet.Empty);
    }

    [Fact]
    public void The_source_of_a_set_may_change_later()
    {
        var source = new Dictionary<string, double> { ["f1"] = 0.5 };
        var metrics = new MetricSet(source);
        source["f1"] = double.NaN;

        Assert.Equal(0.5, metrics["f1"]);
    }

    [Fact]
    public void Sets_with_the_same_metrics_are_equal()
    {
        var same = new MetricSet(new Dictionary<string, double> { ["f1"] = 0.75, ["recall"] = 0.5 });

        Assert.True(Two.Equals(same));
        Assert.True(Two.Equals((object)same));
        Assert.Equal(Two.GetHashCode(), same.GetHashCode());
        Assert.Equal(MetricSet.Empty.With("a", 0.0).GetHashCode(), MetricSet.Empty.With("a", -0.0).GetHashCode());
        Assert.False(Two.Equals(same.With("f1", 0.7)));
        Assert.False(Two.Equals(MetricSet.Empty));
        Assert.False(Two.Equals(null));
    }

    [Fact]
    public void The_refusal_of_a_metric_that_is_not_finite_names_the_metric()
    {
        foreach (var number in Hostile.Numbers)
        {
            Refused.Value("Metric 'auc'", $"{number}", () => Two.With("auc", number));
            Refused.Value("Metric 'auc'", $"{number}", () => new MetricSet([new("auc", number)]));
        }
    }

    [Fact]
    public void A_name_that_cannot_be_stored_is_refused()
    {
        foreach (var name in Hostile.Texts.Append("").Append(" ").Append(new string('x', MetricSet.MaxNameLength + 1)))
        {
            Refused.Value("Metric name", "", () => Two.With(name, 1));
            Refused.Value("Metric name", "", () => new MetricSet([new(name, 1)]));
        }

        Refused.Value("Metric name", "null", () => new MetricSet([new(null!, 1)]));
        Refused.Value("values", "null", () => new MetricSet(null!));
        Assert.Single(MetricSet.Empty.With(new string('x', MetricSet.MaxNameLength), 1));
    }
}
