using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Domain.Experiments;
using MlOps.Domain.Features;
using MlOps.Domain.Governance;
using MlOps.Domain.Monitoring;
using MlOps.Domain.Patterns;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Domain.Statistics;
using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;
using MlOps.Domain.Training;
using MlOps.Persistence.Ingestion;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Values;

public class TextLimitTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData(false), InlineData(true)]
    public async Task Text_of_the_greatest_length_in_four_byte_characters_is_read_back(bool inBulk)
    {
        var written = Longest();
        await using (var context = Database.CreateContext())
        {
            if (inBulk)
                await BulkInsert.RunAsync(context, written, default);
            else
                context.AddRange(written);

            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        foreach (var entity in written)
        {
            var read = await other.FindAsync(entity.GetType(), Fields.KeyOf(other, entity));
            Assert.Empty(Fields.Differences(other, entity, read!));
        }
    }

    [Fact]
    public void Every_column_with_a_limit_is_filled_to_it()
    {
        using var context = Database.CreateContext();
        var filled = Longest().SelectMany(entity => context.Model.FindEntityType(entity.GetType())!.GetProperties()
            .Where(property => property.GetMaxLength() is { } limit
                && (property.GetGetter().GetClrValue(entity) as string)?.Length == limit));
        var limited = context.Model.GetEntityTypes().SelectMany(type => type.GetDeclaredProperties())
            .Where(property => property.GetMaxLength() is not null
                && property.GetBeforeSaveBehavior() != PropertySaveBehavior.Ignore
                && property.DeclaringType.ClrType != typeof(TenantLogin) && property.DeclaringType.ClrType != typeof(AccessToken)
                && property.Name != nameof(Prediction.ServiceName));
        Assert.Empty(limited.Except(filled).Select(property => $"{property.DeclaringType.DisplayName()}.{property.Name}"));
    }

    private static string Text(int length) => string.Concat(Enumerable.Repeat("😀", length / 2)) + new string('é', length % 2);

    private static List<Entity> Longest()
    {
        var model = Model.Register(Text(255), Text(100), Text(100), Sample.Noon, Text(255), Text(Model.MaxDescriptionLength));
        model.Tag(Text(TagSet.MaxKeyLength), Text(TagSet.MaxValueLength), Sample.Noon);
        model.SetBaseline(new MetricSet([new(Text(MetricSet.MaxNameLength), 1)]), Sample.Noon);

        var version = ModelVersion.Begin(model, Text(50), Sample.Noon, new ModelVersionOrigin { MlflowRunId = Text(255) });
        version.CompleteTraining(Sample.Noon);
        version.Attach(new Artifact(Text(2000), 0, Text(200)), Sample.Noon);
        version.StoreEncrypted(new byte[1_000_000], Text(255), Sample.Noon);
        var transitions = version.PromoteToProduction(null, new StageChange(Text(255), Text(StageChange.MaxReasonLength), Sample.Noon));
        var failed = ModelVersion.Begin(model, "failed", Sample.Noon);
        failed.Fail(Text(ModelVersion.MaxReasonLength), Sample.Noon);

        var schema = LongestSchema();
        var details = new PredictionDetails
        {
            ModelVersion = Text(50),
            ModelVersionId = version.Id,
            Source = Text(100),
            TargetEntityType = Text(100),
            TargetEntityId = Text(500),
            Explanation = Text(Prediction.MaxTextLength),
            RequestId = Text(255),
            Features = FeatureVector.Of(schema, [null], [Text(FeatureVector.MaxCategoryLength)]),
            Attributions = new FeatureAttributions(Text(100), null, 1),
        };
        Prediction[] predictions =
        [
            CodeRoachPrediction.Record(Text(100), 1, Sample.Noon, Text(500), Text(4000), null, details),
            OraclePrediction.Record(Text(100), 1, Sample.Noon, Text(Prediction.MaxTextLength), Text(500), null, details),
            DaisyChainPrediction.Record(Text(100), 1, Sample.Noon, Text(500), Text(100), null, details),
            FirstMatePrediction.Record(Text(100), 1, Sample.Noon, Text(500), Text(100), null, details),
            GameAppPrediction.Record(Text(100), 1, Sample.Noon, Text(500), Text(500), null, details),
            AiGmPrediction.Record(Text(100), 1, Sample.Noon, Text(500), Text(500), null, details),
            PolicyPrediction.Record(Text(100), 1, Sample.Noon, Text(500), Text(500), ComplianceState.Unknown, null, details),
        ];
        predictions[0].RecordLabel(1, Sample.Noon, Text(100));
        predictions[0].CorrectLabel(2, Text(Prediction.MaxTextLength), Sample.Noon, Text(100));

        var content = new FeedbackContent { Comment = Text(Feedback.MaxCommentLength), UserId = Text(500), Source = Text(100) };
        var window = new DriftSample(new TimeWindow(Sample.Noon, Sample.Noon.AddHours(1)), 1);
        return
        [
            model, version, failed, .. transitions, .. version.ServingPeriods, .. predictions,
            Feedback.Record(predictions[0].Id, content, Sample.Noon),
            ShadowScore.Record(predictions[0], failed, new() { Output = Json.From(new { text = Text(1_000_000) }) }, Sample.Noon),
            LabelPolicy.Define(
                Text(100), new() { Sources = [Text(100)], CorrectionReason = Text(LabelPolicy.MaxReasonLength) }, Sample.Noon),
            DeadLetter.Record(
                Text(DeadLetter.MaxKindLength), version.Id, Text(Prediction.MaxTextLength), Text(Prediction.MaxTextLength),
                Text(DeadLetter.MaxSqlStateLength), Sample.Noon),
            DriftMetric.Measure(
                Text(255), Text(255), DriftKind.Data,
                new DriftResult(Text(100), 1)
                {
                    Evidence = new DriftEvidence(Text(100), 1, 2) { Segment = DriftSegment.Named(Text(255), Text(1000), 3) },
                },
                DriftThreshold.StatisticAtLeast(0), window, window,
                Sample.Noon),
            Job.Define(Text(255), JobKind.RefreshViews, new JobSchedule(TimeSpan.FromHours(1)), Sample.Noon),
            .. LongestMonitors.Create(Text, version),
            PerformanceMetric.Record(
                Text(100), "accuracy", 1, window.Window, 1, Sample.Noon,
                new() { Segment = PredictionSegment.Named(Text(255), Text(1000)) }),
            MonitoringRun.Record(Sample.Noon, 1, new MonitoringFindings { DriftSummaryRef = Text(2000), DriftReportRef = Text(2000) }),
            RetrainingDecision.Reject(
                TriggerReason.Drift, [Text(RetrainingDecision.MaxReasonLength)], Sample.Noon,
                new DecisionEvidence { ModelName = Text(255), DecidedBy = Text(StageChange.MaxByLength) }),
            RetrainingDecision.FromGate(Build.GateEvidence(version), "ann", Sample.Noon),
            .. LongestOfFeatures(schema), .. LongestOfTelemetry(), .. LongestOfGovernance(),
            .. LongestOfTraining(model, version), .. LongestOfMonitoring(),
            Configuration.Record(Text(500), Json.Parse("{}"), Sample.Noon),
            RetrainingPolicy.Define(
                Text(255), RetrainingPopulation.Thresholds() with { SegmentFeature = Text(255) }, Text(255), Sample.Noon, Text(255)),
            .. LongestRequests.Create(Text), .. LongestEvolution(), .. LongestPatterns(),
        ];
    }

    private static List<Entity> LongestEvolution()
    {
        var json = Json.Parse("1");
        var experiment = EvolutionExperiment.Plan(Text(255), json, json, Sample.Noon, Text(EvolutionExperiment.MaxTextLength));
        experiment.Start(Sample.Noon);
        var generation = EvolutionGeneration.Begin(experiment, 0, Sample.Noon);
        var individual = EvolutionIndividual.Create(
            generation, json, Sample.Noon, phenotype: Text(EvolutionIndividual.MaxPhenotypeLength));
        experiment.Fail(Text(EvolutionExperiment.MaxTextLength), Sample.Noon);
        return
        [
            experiment, generation, individual,
            CodeEvaluation.Fail(individual.Id, Text(255), Text(CodeEvaluation.MaxErrorLength), Sample.Noon),
            LlmInteraction.Record(Text(255), 1, 1, 0, TimeSpan.Zero, Sample.Noon, purpose: Text(255)),
        ];
    }

    private static List<Entity> LongestPatterns()
    {
        var pattern = IdentifiedPattern.Identify(Text(100), Text(255), 1, Sample.Noon, Text(IdentifiedPattern.MaxDescriptionLength));
        var recommendation = Recommendation.Propose(Text(100), Text(500), Sample.Noon, new RecommendationDetails
        {
            Description = Text(Recommendation.MaxTextLength),
            TargetEntityType = Text(100),
            TargetEntityId = Text(500),
        });
        recommendation.Reject(Text(255), Text(Recommendation.MaxTextLength), Sample.Noon);
        var (experiment, results) = PatternSamples.RunExperiment(Text(255), Text(255), Text(AbExperiment.MaxTextLength), Text(255));
        experiment.Conclude(experiment.Analyse(results), Sample.Noon);
        return
        [
            pattern, PatternOccurrence.Record(pattern.Id, Text(100), Text(500), Sample.Noon), recommendation,
            experiment, .. experiment.Variants,
        ];
    }

    private static IEnumerable<Entity> LongestOfTraining(Model model, ModelVersion version)
    {
        var alias = ModelAlias.Point(Text(100), version, Text(255), Sample.Noon);
        alias.Close(Text(255), Sample.Noon);
        var planned = ModelVersion.Begin(model, "planned", Sample.Noon);
        var job = TrainingJob.Queue(planned, 1, Sample.Noon);
        job.Start(Text(255), Sample.Noon);
        job.Fail(Text(TrainingJob.MaxErrorLength), Sample.Noon);
        var classes = new ConfusionMatrix([Text(200), "other"], [[1, 1], [1, 1]]);
        return
        [
            alias, planned, job,
            TrainingDataset.Register(Text(255), Text(50), Text(2000), Json.Parse("{}"), 0, Sample.Noon, Text(200), [Text(255)]),
            ModelEvaluation.Record(version, new EvaluationResult { ConfusionMatrix = classes }, Text(255), Sample.Noon),
        ];
    }

    private static IEnumerable<Entity> LongestOfMonitoring() =>
    [
        .. LongestAlerts.Create(Text),
        HealthSnapshot.Take([new(Text(255), HealthState.Healthy, Text(10_000))], TimeSpan.Zero, Sample.Noon),
        PerformanceMetric.Record(Text(100), Text(100), 0, new TimeWindow(Sample.Noon, Sample.Noon.AddHours(1)), 0, Sample.Noon),
    ];

    private static FeatureSchema LongestSchema() => FeatureSchema.Define(
        Text(255),
        1,
        Sample.Noon,
        FeatureDefinition.Number("number"),
        FeatureDefinition.Category(Text(255)) with { Description = Text(Feature.MaxDescriptionLength) });

    private static IEnumerable<Entity> LongestOfFeatures(FeatureSchema schema) =>
    [
        Feature.Register(Text(255), FeatureKind.Policy, Text(100), Sample.Noon, Text(255), Text(Feature.MaxDescriptionLength)),
        FeatureValue.Record(Text(255), FeatureKind.Policy, Text(255), Json.Parse("1"), Sample.Noon, Sample.Noon),
        schema, .. schema.Features,
    ];

    private static IEnumerable<Entity> LongestOfTelemetry()
    {
        var details = new EventDetails { SubjectType = Text(255), SubjectId = Text(255), Actor = Text(255) };
        var trend = LinearTrend.Fit([new(Sample.Noon, 1), new(Sample.Noon.AddDays(1), 2), new(Sample.Noon.AddDays(2), 3)]);
        return
        [
            LearningEvent.Record(Text(255), Sample.Noon, details),
            GitOperationEvent.Record(Text(255), Text(255), Sample.Noon, Text(255), Text(64), details: details),
            UserSessionEvent.Record(Text(255), Text(255), Text(255), Sample.Noon, details: details),
            SystemMetric.Measure(Text(255), Text(255), 1, Sample.Noon, Text(50)),
            QueryLog.Record(Text(100), Text(QueryLog.MaxTextLength), 1, Sample.Noon, applicationName: Text(255)),
            ResourceSample.Measure(ResourceKind.Cpu, Text(255), 1, Sample.Noon),
            CapacityForecast.Make(ResourceKind.Cpu, Text(255), trend, Sample.Noon, Sample.Noon),
        ];
    }

    private static IEnumerable<Entity> LongestOfGovernance() =>
    [
        Tenant.Register(Tenants.Default, Text(255), Sample.Noon),
        JobRun.Start(Text(255), Sample.Noon, Text(255)),
        WriterReport.Begin(Text(255), 1, Sample.Noon, Text(255)),
        RetentionPolicy.Define(Text(255), 1, RetentionAction.Delete, Sample.Noon),
        LongestHold(),
        AuditEntry.Record(Text(255), AuditAction.Delete, Text(255), Text(255), Sample.Noon),
        DataQualityCheck.Define(Text(255), DataQualityKind.Range, Text(255), Text(DataQualityCheck.MaxRuleLength), Sample.Noon),
    ];

    private static LegalHold LongestHold()
    {
        var hold = LegalHold.OnModel(Text(255), Text(LegalHold.MaxReasonLength), Text(LegalHold.MaxNameLength), Sample.Noon);
        hold.Release(Text(LegalHold.MaxReasonLength), Text(LegalHold.MaxNameLength), Sample.Noon);
        return hold;
    }
}
