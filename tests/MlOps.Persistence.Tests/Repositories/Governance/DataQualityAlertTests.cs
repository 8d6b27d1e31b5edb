using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Repositories.Governance;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Tenancy;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Persistence.Tests.Tenancy;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Governance;

public class DataQualityAlertTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly TimeWindow Today = new(Sample.Noon, Sample.Noon.AddDays(1));

    [Fact]
    public async Task A_table_below_90_per_cent_has_one_alert_until_it_is_better()
    {
        await StoreFeaturesAsync(owned: 8);
        await EvaluateAsync(0);
        await EvaluateAsync(1);
        await using var context = Database.CreateContext();
        var alert = Assert.Single(await new AlertRepository(context).StreamOpenAsync().ToListAsync());
        Assert.Equal((0.8, 0.9, AlertLevel.Warning, Sample.Noon), (alert.Value, alert.Threshold, alert.Severity, alert.FiredAt));
        Assert.Equal(RenamedRun.Table("ml_features"), alert.Subject);
        Assert.Contains("is 80%: 1 of its 1 checks failed", alert.Observation, StringComparison.Ordinal);
        Assert.Equal(DefaultAlertRules.LowQuality, (await context.AlertRules.SingleAsync()).Name);

        await Database.ExecuteAsync("UPDATE ml_features SET owner = 'bob' WHERE name <> 'f9'");
        await EvaluateAsync(2);
        var resolved = await new AlertRepository(context).StreamLatestAsync(alert.RuleId, 5).SingleAsync();
        Assert.Equal((AlertStatus.Resolved, Sample.Noon.AddHours(2)), (resolved.Status, resolved.ResolvedAt));

        await Database.ExecuteAsync("UPDATE ml_features SET owner = NULL");
        await EvaluateAsync(3);
        Assert.Equal(2, await Database.CountAsync("ml_alerts"));
        Assert.Equal(1, await Database.CountAsync("ml_alert_rules"));
    }

    [Fact]
    public async Task A_good_table_has_neither_rule_nor_alert()
    {
        await StoreFeaturesAsync(owned: 9);
        await EvaluateAsync(0);
        Assert.Equal(0, await Database.CountAsync("ml_alert_rules"));
        Assert.Equal(0, await Database.CountAsync("ml_alerts"));
    }

    [Fact]
    public async Task A_rule_that_was_tuned_or_disabled_is_kept_to()
    {
        await StoreFeaturesAsync(owned: 8);
        await EvaluateAsync(0);
        await using (var context = Database.CreateContext())
        {
            (await context.AlertRules.SingleAsync()).Tune(0.75, TimeSpan.FromDays(1), Sample.Noon.AddHours(1));
            await context.SaveChangesAsync();
        }

        await EvaluateAsync(1);
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_alerts WHERE resolved_at IS NOT NULL"));

        await Database.ExecuteAsync("UPDATE ml_features SET owner = NULL; UPDATE ml_alert_rules SET enabled = false");
        await EvaluateAsync(2);
        Assert.Equal(1, await Database.CountAsync("ml_alerts"));
    }

    [Fact]
    public async Task Of_two_who_evaluate_at_once_one_gives_alarm_and_both_store_their_results()
    {
        await StoreFeaturesAsync(owned: 8);
        await EvaluateAsync(0);
        await Database.ExecuteAsync("DELETE FROM ml_alerts; DELETE FROM ml_alert_rules");
        await Task.WhenAll(Enumerable.Range(0, 6).Select(hour => EvaluateAsync(hour)));
        Assert.Equal(1, await Database.CountAsync("ml_alerts"));
        Assert.Equal(1, await Database.CountAsync("ml_alert_rules"));
        Assert.Equal(7, await Database.CountAsync("data_quality_results"));
    }

    [Fact]
    public async Task A_context_that_tells_its_tenant_in_transactions_gives_alarm_too()
    {
        await StoreFeaturesAsync(owned: 8);
        await using var context = TenantContexts.Create(Database.DataSource, Tenants.Default, TenantScope.Transaction);
        await EvaluateAsync(context, 0);
        Assert.Equal(1, await Database.CountAsync("ml_alerts"));
    }

    private async Task StoreFeaturesAsync(int owned)
    {
        await using var context = Database.CreateContext();
        context.AddRange(Enumerable.Range(0, 10).Select(number =>
            Feature.Register($"f{number}", FeatureKind.Policy, "number", Sample.Noon, number < owned ? "ann" : null)));
        await context.SaveChangesAsync();
    }

    private async Task EvaluateAsync(int hour)
    {
        await using var context = Database.CreateContext();
        await EvaluateAsync(context, hour);
    }

    private static Task<IReadOnlyList<DataQualityResult>> EvaluateAsync(MlOpsDbContext context, int hour) =>
        new DataQualityRepository(context).EvaluateAsync(
        [new DataQualityRules(context).Complete<Feature>(feature => feature.Owner)], Today, Sample.Noon.AddHours(hour));
}
