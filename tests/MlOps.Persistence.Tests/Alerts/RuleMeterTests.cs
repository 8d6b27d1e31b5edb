using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Alerts;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

public sealed class RuleMeterTests : DatabaseTest, IDisposable
{
    private static readonly Guid Other = new("0195a000-0000-7000-8000-00000000000b");

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _shown = [];
    private readonly RuleMeter _meter;

    public RuleMeterTests(TestDatabase database)
        : base(database)
    {
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Scope == meters)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) =>
        {
            var named = string.Join(' ', tags.ToArray().Select(tag => $"{tag.Value}"));
            _shown.Add(instrument.Name == "mlops.rule.age" ? $"age {value >= 60} {named}" : $"{value} {named}");
        });
        _listener.Start();
        _meter = new RuleMeter(meters);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task The_newest_value_of_a_metric_is_shown_once_however_many_rules_watch_it()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (many, tooMany) = (Rule("many", AlertMetrics.ErrorRate, now), Rule("too many", AlertMetrics.ErrorRate, now));
        var (missing, off) = (Rule("late", AlertMetrics.EventLagSeconds, now), Rule("off", AlertMetrics.QualityScore, now));
        off.Disable(now);
        await StoreAsync(
            Tenants.Default, many, tooMany, missing, off, AlertState.Measure(many, "churn", 0.25, now.AddMinutes(-1)),
            AlertState.Measure(tooMany, "churn", 0.5, now.AddMinutes(-2)), AlertState.Measure(many, "oracle", 0.125, now.AddMinutes(-1)),
            AlertState.Miss(missing, "", "There are no events.", now.AddMinutes(-1)), AlertState.Measure(off, "x", 0.1, now));
        await ReadAsync(Tenants.Default);
        Assert.Equal(
            [
                $"0.125 {Tenants.Default} error_rate oracle", $"0.25 {Tenants.Default} error_rate churn", $"age True {Tenants.Default}",
            ],
            Observe());
    }

    [Fact]
    public async Task Each_tenant_has_its_own_values_until_it_is_forgotten()
    {
        var now = TimeProvider.System.GetUtcNow();
        var (mine, theirs) = (Rule("many", AlertMetrics.ErrorRate, now), Rule("many", AlertMetrics.ErrorRate, now));
        await StoreAsync(Tenants.Default, mine, AlertState.Measure(mine, "churn", 0.25, now));
        await StoreAsync(Other, theirs, AlertState.Measure(theirs, "churn", 0.75, now));
        await ReadAsync(Tenants.Default);
        await ReadAsync(Other);
        Assert.Equal(
            [
                $"0.25 {Tenants.Default} error_rate churn", $"0.75 {Other} error_rate churn", $"age False {Tenants.Default}",
                $"age False {Other}",
            ],
            Observe());

        _meter.Forget(Tenants.Default);
        await Database.ExecuteAsync($"DELETE FROM ml_alert_states WHERE tenant_id = '{Other}'");
        Assert.Equal(2, Observe().Count);
        await ReadAsync(Other);
        Assert.Empty(Observe());
    }

    private static AlertRule Rule(string name, string metric, DateTimeOffset at) => AlertRule.Define(
        name, metric, AlertCondition.Above, 0.2, TimeSpan.FromDays(1), AlertLevel.Warning, at);

    private List<string> Observe()
    {
        _shown.Clear();
        _listener.RecordObservableInstruments();
        return [.. _shown.Order(StringComparer.Ordinal)];
    }

    private async Task ReadAsync(Guid tenant)
    {
        await using var context = Database.CreateReaderContext(tenant);
        await _meter.ReadAsync(context);
    }

    private async Task StoreAsync(Guid tenant, params object[] rows)
    {
        await using var context = Database.CreateContext(tenant);
        context.AddRange(rows);
        await context.SaveChangesAsync();
    }
}
