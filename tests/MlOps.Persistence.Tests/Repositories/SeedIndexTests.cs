using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>What the tables before had indexes for: high risk, alert level, stage, tenant, and the times of a service.</summary>
[StandardNames("It reads plans, which name tables and indexes.")]
public class SeedIndexTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_latest_predictions_of_high_risk_come_from_their_own_index()
    {
        await FillPredictionsAsync();
        var indexes = await IndexesAsync(50, context => context.Predictions
            .Where(prediction => prediction.RiskLevel == RiskLevel.High || prediction.RiskLevel == RiskLevel.Critical)
            .OrderByDescending(prediction => prediction.CreatedAt)
            .Select(prediction => prediction.Id)
            .Take(50));

        Assert.Contains("ml_predictions_2026_03_tenant_id_created_at_idx", indexes);
    }

    [Fact]
    public async Task The_predictions_of_a_service_in_a_window_come_from_an_index()
    {
        await FillPredictionsAsync();
        var indexes = await IndexesAsync(2, context => context.Predictions
            .Where(prediction => prediction.ServiceName == "oracle")
            .Where(prediction => prediction.CreatedAt >= Start && prediction.CreatedAt < Start.AddMinutes(4))
            .Select(prediction => prediction.Id));

        Assert.Contains("ml_predictions_2026_03_tenant_id_service_name_created_at_idx", indexes);
    }

    [Fact]
    public async Task The_latest_predictions_of_a_tenant_come_from_the_key()
    {
        await FillPredictionsAsync();
        var indexes = await IndexesAsync(50, context => context.Predictions
            .OrderByDescending(prediction => prediction.Id).Select(prediction => prediction.Id).Take(50));

        Assert.Contains("ml_predictions_2026_03_pkey", indexes);
    }

    [Fact]
    public async Task A_prediction_is_found_by_the_name_of_its_request_from_an_index()
    {
        await FillPredictionsAsync();
        string[] names = ["request-7", "request-9"];
        var indexes = await IndexesAsync(2, context => context.Predictions
            .Where(prediction => prediction.RequestId != null && names.Contains(prediction.RequestId))
            .Select(prediction => prediction.Id));

        Assert.Contains("ml_predictions_2026_03_tenant_id_request_id_idx", indexes);
    }

    [Fact]
    public async Task The_latest_drift_with_an_alert_comes_from_its_own_index()
    {
        await using (var context = Database.CreateOwnerContext())
        {
            context.AddRange(Enumerable.Range(0, 3000).Select(
                at => Build.DriftMetric(statistic: at % 50 == 0 ? 0.3 : 0.01, at: Start.AddMinutes(at))));
            await context.SaveChangesAsync();
        }

        await Database.ExecuteAsync("ANALYZE");
        var indexes = await IndexesAsync(20, context => context.DriftMetrics
            .Where(metric => metric.AlertLevel != AlertLevel.None)
            .OrderByDescending(metric => metric.CreatedAt).Select(metric => metric.Id).Take(20));

        Assert.Equal(["ix_ml_drift_metrics_alerts"], indexes);
    }

    [Fact]
    public async Task The_versions_in_production_come_from_an_index_of_that_stage()
    {
        await using (var context = Database.CreateOwnerContext())
        {
            foreach (var number in Enumerable.Range(0, 300))
            {
                var model = Build.Model($"model-{number}");
                context.Add(model);
                context.AddRange(Enumerable.Range(0, 4).Select(version => Build.ModelVersion(model, $"{version}")));
            }

            await context.SaveChangesAsync();
        }

        await Database.ExecuteAsync("ANALYZE");
        var indexes = await IndexesAsync(0, context => context.ModelVersions
            .Where(version => version.Stage == ModelStage.Production).Select(version => version.ModelName));

        Assert.Contains("one_in_production", Assert.Single(indexes));
    }

    private async Task<IReadOnlyList<string>> IndexesAsync<T>(int expected, Func<MlOpsDbContext, IQueryable<T>> query)
    {
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).AddInterceptors(plans);
        await using var context = new MlOpsDbContext(builder.Options);
        Assert.Equal(expected, (await query(context).ToListAsync()).Count);
        return [.. plans.Indexes];
    }

    private async Task FillPredictionsAsync()
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Start, Start.AddDays(20));
        await context.BulkInsertAsync(
            Enumerable.Range(0, 5000).Select(at => Prediction.ForService(
                at % 2 == 0 ? "oracle" : "drift-watch",
                "score",
                0.5,
                Start.AddMinutes(at),
                new PredictionDetails
                {
                    RiskLevel = at % 40 == 0 ? RiskLevel.High : RiskLevel.Low,
                    RequestId = at % 5 == 0 ? null : $"request-{at}",
                })),
            default);
        await Database.ExecuteAsync("ANALYZE");
    }
}
