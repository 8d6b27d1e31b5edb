using MlOps.Domain.Monitoring;

namespace MlOps.Domain.Tests.Monitoring;

public class AlertStateTests
{
    private static readonly AlertRule Rule = Sample.AlertRule(requiredBreaches: 3);

    [Fact]
    public void Breaches_in_a_row_are_counted_from_the_first()
    {
        var state = AlertState.Measure(Rule, "oracle", 0.4, Sample.Time);
        Assert.Equal((Rule.Id, "oracle", 0.4), (state.RuleId, state.Subject, state.Value));
        Assert.Equal((1, Sample.Time), (state.Breaches, state.BreachedSince));

        state.See(Rule, 0.5, Sample.Time.AddMinutes(1));
        Assert.Equal((0.5, 2, Sample.Time), (state.Value, state.Breaches, state.BreachedSince));
        Assert.Equal(Sample.Time.AddMinutes(1), state.EvaluatedAt);

        state.See(Rule, 0.3, Sample.Time.AddMinutes(2));
        Assert.Equal((0.3, 0, null), (state.Value, state.Breaches, state.BreachedSince));
    }

    [Fact]
    public void A_missing_value_has_a_reason_and_neither_counts_nor_ends_the_row()
    {
        var state = AlertState.Miss(Rule, "", "There are no labels.", Sample.Time);
        Assert.Equal((null, "There are no labels.", 0), (state.Value, state.MissingReason, state.Breaches));

        state.See(Rule, 0.4, Sample.Time.AddMinutes(1));
        state.Miss("The database is away.", Sample.Time.AddMinutes(2));
        Assert.Equal((null, "The database is away.", 1), (state.Value, state.MissingReason, state.Breaches));
        state.See(Rule, 0.4, Sample.Time.AddMinutes(3));
        Assert.Equal((0.4, null, 2, Sample.Time.AddMinutes(1)), (state.Value, state.MissingReason, state.Breaches, state.BreachedSince));
        Refused.Value("MissingReason", "''", () => state.Miss("", Sample.Time));
    }

    [Fact]
    public void The_count_has_an_end()
    {
        var state = AlertState.Measure(Rule, "", 0.4, Sample.Time);
        for (var i = 0; i < 2 * AlertRule.MaxRequiredBreaches; i++)
            state.See(Rule, 0.4, Sample.Time);

        Assert.Equal(AlertRule.MaxRequiredBreaches, state.Breaches);
    }
}
