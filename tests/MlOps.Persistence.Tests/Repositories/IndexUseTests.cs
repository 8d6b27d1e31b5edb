using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Training;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Monitoring;
using MlOps.Persistence.Repositories.Predictions;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Persistence.Repositories.Training;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>Which index a query of a repository uses in a table with thousands of rows.</summary>
[StandardNames("It reads plans, which name tables and indexes.")]
public class IndexUseTests(TestDatabase database) : DatabaseTest(database)
{
    private const int Many = 5000;

    private static readonly TimeWindow OneHour = new(At(100), At(101));

    [Fact]
    public async Task Aliases_are_found_by_their_open_period_and_by_time()
    {
        var model = Build.Model();
        var version = Build.ModelVersion(model, "1");
        await FillAsync([model, version], number =>
        {
            var alias = ModelAlias.Point($"alias-{number / 50}", version, "ann", At(number));
            if (number % 50 != 49)
                alias.Close("ann", At(number + 1));

            return alias;
        });
        Assert.Contains(
            "ux_model_aliases_one_open",
                await IndexesAsync(context => new ModelAliasRepository(context).FindByAliasAsync(model.Name, "alias-7")));
        Assert.Contains(
            "ix_model_aliases_tenant_id_model_name_alias_valid_from",
            await IndexesAsync(context => new ModelAliasRepository(context).FindByAliasAsOfAsync(model.Name, "alias-7", At(360))));
    }

    [Fact]
    public async Task Jobs_are_found_by_their_version_and_lost_ones_by_their_last_beat()
    {
        var model = Build.Model();
        var versions = Enumerable.Range(0, 50).Select(number => ModelVersion.Begin(model, $"{number}", Sample.Noon)).ToList();
        await FillAsync([model, .. versions], number =>
        {
            var job = TrainingJob.Queue(versions[number % 50], 1, At(number));
            job.Start("gpu", At(number));
            if (number % 50 != 0)
                job.Succeed(At(number));

            return job;
        });
        var jobs = (MlOpsDbContext context) => new TrainingJobRepository(context);
        Assert.Equal(
            ["ix_ml_training_jobs_tenant_id_model_version_id_created_at"],
            await IndexesAsync(context => jobs(context).StreamLatestAsync(versions[7].Id, 5).ToListAsync().AsTask()));
        Assert.Equal(["ix_ml_training_jobs_running"], await IndexesAsync(context => jobs(context).FailLostAsync(TimeSpan.Zero, At(0))));
    }

    [Fact]
    public async Task Evaluations_are_found_by_their_version()
    {
        var model = Build.Model();
        var versions = Enumerable.Range(0, 50).Select(number => Build.ModelVersion(model, $"{number}")).ToList();
        var result = new EvaluationResult { Metrics = new MetricSet([new("auc", 1)]) };
        await FillAsync([model, .. versions], number => ModelEvaluation.Record(versions[number % 50], result, "ann", At(number)));
        Assert.Equal(
            ["ix_model_evaluations_tenant_id_model_version_id_created_at"],
            await IndexesAsync(context => new ModelEvaluationRepository(context).FindLatestAsync(versions[7].Id, null)));
    }

    [Fact]
    public async Task Alerts_are_found_by_their_rule_and_open_ones_among_many()
    {
        var rules = Enumerable.Range(0, 50).Select(number => AlertRule.Define(
            $"{number}", "errors", AlertCondition.Above, 0, TimeSpan.FromHours(1), AlertLevel.Warning, Sample.Noon)).ToList();
        await FillAsync(rules, number =>
        {
            var alert = rules[number % 50].Fire(1, At(number));
            if (number != Many - 1)
                alert.Resolve("ann", At(number));

            return alert;
        });
        var alerts = (MlOpsDbContext context) => new AlertRepository(context);
        Assert.Equal(
            ["ix_ml_alerts_tenant_id_rule_id_fired_at"],
            await IndexesAsync(context => alerts(context).StreamLatestAsync(rules[7].Id, 5).ToListAsync().AsTask()));
        // The rules are few, so their table may be read as a whole.
        var open = await IndexesAsync(context => alerts(context).StreamOpenAsync().ToListAsync().AsTask());
        Assert.Equal(["ux_ml_alerts_one_open"], open.Except(["pk_ml_alert_rules"]));
        Assert.Equal(["ux_ml_alerts_one_open"], await IndexesAsync(context => alerts(context).FindOpenAsync(rules[7].Id)));
    }

    [Fact]
    public async Task Health_is_found_by_time()
    {
        await FillAsync([], number => HealthSnapshot.Take([new("slices", HealthState.Healthy)], TimeSpan.Zero, At(number)));
        var snapshots = (MlOpsDbContext context) => new HealthSnapshotRepository(context);
        Assert.Equal(["ix_ml_health_snapshots_tenant_id_created_at"], await IndexesAsync(context => snapshots(context).FindLatestAsync()));
        Assert.Equal(
            ["ix_ml_health_snapshots_tenant_id_created_at"],
            await IndexesAsync(context => snapshots(context).StreamAsync(OneHour).ToListAsync().AsTask()));
    }

    [Fact]
    public async Task Performance_is_found_by_service_metric_and_window()
    {
        await FillAsync([], number => PerformanceMetric.Record(
            $"service-{number % 10}", "accuracy", 1, new TimeWindow(At(number), At(number + 1)), 1, At(number)));
        Assert.Equal(
            ["ix_ml_performance_metrics_tenant_id_service_name_metric_window_"],
            await IndexesAsync(context =>
                new PerformanceMetricRepository(context).StreamAsync("service-7", "accuracy", OneHour).ToListAsync().AsTask()));
    }

    [Fact]
    public async Task Drift_is_found_by_model_and_time()
    {
        await FillAsync([], number => Population.FullDriftMetric(feature: null, at: At(number), model: $"model-{number % 50}"));
        var drift = (MlOpsDbContext context) => new DriftMetricRepository(context);
        const string Index = "ix_ml_drift_metrics_tenant_id_model_name_created_at";
        Assert.Equal([Index], await IndexesAsync(context => drift(context).FindLatestAsync("model-7", null)));
        Assert.Equal([Index], await IndexesAsync(context => drift(context).StreamAsync("model-7", OneHour).ToListAsync().AsTask()));
    }

    [Fact]
    public async Task Decisions_are_found_by_time_and_by_model()
    {
        await FillAsync([], number => RetrainingDecision.Promote(
            TriggerReason.Manual, At(number), new DecisionEvidence { ModelName = $"model-{number % 50}" }));
        var decisions = (MlOpsDbContext context) => new RetrainingDecisionRepository(context);
        Assert.Equal(
            ["ix_retraining_decisions_tenant_id_timestamp"],
            await IndexesAsync(context => decisions(context).StreamRecentAsync(null, 5).ToListAsync().AsTask()));
        Assert.Equal(
            ["ix_retraining_decisions_tenant_id_model_name_timestamp"],
            await IndexesAsync(context => decisions(context).StreamRecentAsync("model-7", 5).ToListAsync().AsTask()));
    }

    [Fact]
    public async Task Stages_are_found_by_model_and_time()
    {
        var others = Enumerable.Range(0, 50).Select(number => Model.Register($"other-{number}", "x", "y", Sample.Noon)).ToList();
        var versions = others.Select(other => Build.ModelVersion(other, "1")).ToList();
        var steps = Enumerable.Range(0, Many).Select(number =>
        {
            var version = versions[number % 50];
            return version.MoveTo(
                version.Stage == ModelStage.Staging ? ModelStage.Archived : ModelStage.Staging, new StageChange("ann", "test", At(number)));
        }).ToList();
        await FillAsync([.. others, .. versions], number => steps[number]);
        Assert.Equal(
            ["ix_model_stage_transitions_tenant_id_model_name_created_at"],
            await IndexesAsync(context => new ModelVersionRepository(context).StreamHistoryAsync("other-7").ToListAsync().AsTask()));
    }

    [Fact]
    public async Task Feedback_of_a_window_is_found_by_time()
    {
        var predictions = Enumerable.Range(0, Many).Select(number => Build.Prediction("s", 1, Sample.Noon.AddSeconds(number)))
            .ToList();
        await FillAsync(predictions, number => Feedback.Record(
            predictions[number], new FeedbackContent { Rating = 3 }, predictions[number].CreatedAt));
        var window = new TimeWindow(Sample.Noon.AddSeconds(100), Sample.Noon.AddSeconds(200));
        Assert.Contains(
            await IndexesAsync(context => new FeedbackRepository(context).StreamAsync(window).ToListAsync().AsTask()),
            index => index.StartsWith("ml_feedback_default_tenant_id_created_at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_has_a_name_is_found_by_it()
    {
        await FillAsync([], number => Configuration.Record($"{number}", Json.Parse("{}"), At(number)));
        await FillAsync(
            [], number => TrainingDataset.Register($"{number / 50}", $"{number}", "s3://data", Json.Parse("{}"), 1, At(number)));
        await FillAsync([], number => AlertRule.Define(
            $"{number}", "errors", AlertCondition.Above, 0, TimeSpan.FromHours(1), AlertLevel.Warning, At(number)));
        Assert.Equal(
            ["ix_ml_configurations_tenant_id_resource_id"],
                await IndexesAsync(context => new ConfigurationRepository(context).FindAsync("7")));
        Assert.Equal(
            ["ix_training_datasets_tenant_id_name_version"],
            await IndexesAsync(context => new TrainingDatasetRepository(context).FindAsync("0", "7")));
        Assert.Equal(["ix_ml_alert_rules_tenant_id_name"], await IndexesAsync(context => new AlertRepository(context).FindRuleAsync("7")));
    }

    [Fact]
    public async Task Policies_are_found_by_their_current_version_and_all_of_them()
    {
        var current = RetrainingPolicy.Define("0", RetrainingPopulation.Thresholds(), "ann", At(0));
        await FillAsync([], number =>
        {
            var last = current;
            current = number % 50 == 49
                ? RetrainingPolicy.Define($"{(number / 50) + 1}", RetrainingPopulation.Thresholds(), "ann", At(number))
                : last.Change(RetrainingPopulation.Thresholds() with { MinLabeledSamples = number }, "ann", At(number));
            return last;
        });
        var policies = (MlOpsDbContext context) => new RetrainingPolicyRepository(context);
        Assert.Equal(["ux_ml_retraining_policies_one_current"], await IndexesAsync(context => policies(context).FindCurrentAsync("7")));
        Assert.Equal(
            ["ux_ml_retraining_policies_version"],
            await IndexesAsync(context => policies(context).StreamVersionsAsync("7").ToListAsync().AsTask()));
    }

    private static DateTimeOffset At(int hours) => Sample.Noon.AddHours(hours);

    private async Task FillAsync(IEnumerable<Entity> first, Func<int, Entity> make)
    {
        // The owner makes the slices.
        await using var context = Database.CreateOwnerContext();
        await BulkInsert.RunAsync(context, first.Concat(Enumerable.Range(0, Many).Select(make)).ToList(), default);
        await Database.ExecuteAsync("ANALYZE");
    }

    private async Task<IEnumerable<string>> IndexesAsync<T>(Func<MlOpsDbContext, Task<T>> query)
    {
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(Database.DataSource).AddInterceptors(plans);
        await using var context = RenamedRun.CreateContext(builder.Options);
        await query(context);
        return plans.Indexes;
    }
}
