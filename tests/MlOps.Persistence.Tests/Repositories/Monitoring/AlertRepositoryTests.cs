using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tests.Concurrency;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Monitoring;

public class AlertRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task A_rule_does_not_fire_again_before_its_alert_is_resolved()
    {
        await DefineAsync("errors");
        await FireAsync("errors", 1);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => FireAsync("errors", 2));
        Assert.Equal(MlOpsError.Conflict, error.Error);
        Assert.Contains("'errors' has an open alert", error.Message, StringComparison.Ordinal);

        await ChangeAsync("errors", alert => alert.Acknowledge("ann", At(3)));
        await Assert.ThrowsAsync<MlOpsException>(() => FireAsync("errors", 4));
        await ChangeAsync("errors", alert => alert.Resolve("ann", At(5), "restarted"));
        await FireAsync("errors", 6);
        Assert.Equal(2, await Database.CountAsync("ml_alerts"));
    }

    [Fact]
    public async Task Of_two_that_fire_a_rule_at_once_one_wins_and_the_other_can_go_on()
    {
        await DefineAsync("errors");
        await using var left = Database.CreateContext();
        await using var right = Database.CreateContext();
        var outcomes = await Database.WriteAtOnceAsync("ml_alerts", [() => TryAsync(left), () => TryAsync(right)]);
        Assert.Single(outcomes, won => won);
        Assert.Equal(0, await (outcomes[0] ? right : left).SaveChangesAsync());
        Assert.Equal(1, await Database.CountAsync("ml_alerts"));

        static async Task<bool> TryAsync(MlOpsDbContext context)
        {
            try
            {
                var alerts = new AlertRepository(context);
                await alerts.FireAsync(await alerts.GetRuleAsync("errors"), 1, At(1));
                return true;
            }
            catch (MlOpsException e) when (e.Error == MlOpsError.Conflict)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task Open_alerts_come_newest_first_and_those_of_a_rule_whether_open_or_not()
    {
        foreach (var name in (string[])["errors", "latency", "drift"])
            await DefineAsync(name);

        await FireAsync("errors", 1);
        await FireAsync("drift", 2);
        await FireAsync("latency", 3);
        await ChangeAsync("errors", alert => alert.Resolve("ann", At(4)));
        await FireAsync("errors", 5);
        await ChangeAsync("drift", alert => alert.Resolve("ann", At(6)));

        await using var context = Database.CreateContext();
        var alerts = new AlertRepository(context);
        var errors = await alerts.GetRuleAsync("errors");
        Assert.Equal([5, 3], await Hours(alerts.StreamOpenAsync()));
        Assert.Equal([5, 1], await Hours(alerts.StreamLatestAsync(errors.Id, 9)));
        Assert.Equal([5], await Hours(alerts.StreamLatestAsync(errors.Id, 1)));
        Assert.Null(await alerts.FindOpenAsync((await alerts.GetRuleAsync("drift")).Id));
    }

    [Fact]
    public async Task A_rule_has_an_open_alert_for_each_subject()
    {
        await DefineAsync("errors");
        await using var context = Database.CreateContext();
        var alerts = new AlertRepository(context);
        var rule = await alerts.GetRuleAsync("errors");
        foreach (var subject in (string[])["oracle", "search"])
            await alerts.FireAsync(rule, 1, At(1), new AlertFinding(subject));

        var error = await Assert.ThrowsAsync<MlOpsException>(() => alerts.FireAsync(rule, 1, At(2), new AlertFinding("oracle")));
        Assert.Contains("'errors' has an open alert about 'oracle' already", error.Message, StringComparison.Ordinal);
        Assert.Equal("search", (await alerts.FindOpenAsync(rule.Id, "search"))!.Subject);
        Assert.Null(await alerts.FindOpenAsync(rule.Id));
    }

    [Fact]
    public async Task Alerts_are_acknowledged_and_resolved_and_rules_silenced_by_name()
    {
        await DefineAsync("errors");
        await FireAsync("errors", 1);
        await using var context = Database.CreateContext();
        var alerts = new AlertRepository(context);
        var id = (await context.Alerts.AsNoTracking().SingleAsync()).Id;
        Assert.Equal("errors", (await alerts.AcknowledgeAsync(id, "ann", At(2))).Rule!.Name);
        var again = await Assert.ThrowsAsync<MlOpsException>(() => alerts.AcknowledgeAsync(id, "bob", At(3)));
        Assert.Equal(MlOpsError.Conflict, again.Error);
        await alerts.ResolveAsync(id, "bob", At(4), "restarted");
        await alerts.SilenceAsync("errors", At(9), "eve", At(5));

        await using var other = Database.CreateContext();
        var stored = await new AlertRepository(other).StreamAsync().SingleAsync();
        Assert.Equal(
            ("ann", "bob", "restarted", "eve", At(9)),
            (stored.AcknowledgedBy, stored.ResolvedBy, stored.Note, stored.Rule!.SilencedBy, stored.Rule.SilencedUntil));
        var unknown = await Assert.ThrowsAsync<MlOpsException>(() => alerts.ResolveAsync(Guid.CreateVersion7(), "ann", At(5)));
        Assert.Equal(MlOpsError.NotFound, unknown.Error);
    }

    [Fact]
    public async Task Rules_that_are_enabled_come_by_name_and_each_name_is_taken_once()
    {
        foreach (var name in (string[])["latency", "errors", "drift"])
            await DefineAsync(name);

        await using (var context = Database.CreateContext())
        {
            (await new AlertRepository(context).GetRuleAsync("errors")).Disable(Sample.Noon);
            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        var alerts = new AlertRepository(other);
        Assert.Equal(["drift", "latency"], await alerts.StreamEnabledRulesAsync().Select(rule => rule.Name).ToListAsync());
        Assert.Null(await alerts.FindRuleAsync("volume"));
        var error = await Assert.ThrowsAsync<MlOpsException>(() => alerts.GetRuleAsync("volume"));
        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.Contains("'volume'", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DbUpdateException>(() => DefineAsync("errors"));
    }

    private static DateTimeOffset At(int hour) => Sample.Noon.AddHours(hour);

    private static ValueTask<List<int>> Hours(IAsyncEnumerable<Alert> alerts) =>
        alerts.Select(alert => (alert.FiredAt - Sample.Noon).Hours).ToListAsync();

    private async Task DefineAsync(string name)
    {
        await using var context = Database.CreateContext();
        new AlertRepository(context).Add(AlertRule.Define(
            name, "error_rate", AlertCondition.Above, 0.3, TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon));
        await context.SaveChangesAsync();
    }

    private async Task FireAsync(string name, int hour)
    {
        await using var context = Database.CreateContext();
        var alerts = new AlertRepository(context);
        await alerts.FireAsync(await alerts.GetRuleAsync(name), 0.4, At(hour));
    }

    private async Task ChangeAsync(string name, Action<Alert> change)
    {
        await using var context = Database.CreateContext();
        var alerts = new AlertRepository(context);
        var rule = await alerts.GetRuleAsync(name);
        change((await alerts.FindOpenAsync(rule.Id))!);
        await context.SaveChangesAsync();
    }
}
