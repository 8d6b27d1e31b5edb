using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.DependencyInjection;
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
using MlOps.Domain.Telemetry;
using MlOps.Domain.Tenancy;
using MlOps.Domain.Training;
using MlOps.Persistence.Configurations.Clients;
using MlOps.Persistence.Configurations.Evolution;
using MlOps.Persistence.Configurations.Experiments;
using MlOps.Persistence.Configurations.Features;
using MlOps.Persistence.Configurations.Governance;
using MlOps.Persistence.Configurations.Monitoring;
using MlOps.Persistence.Configurations.Patterns;
using MlOps.Persistence.Configurations.Predictions;
using MlOps.Persistence.Configurations.Registry;
using MlOps.Persistence.Configurations.Retraining;
using MlOps.Persistence.Configurations.Statistics;
using MlOps.Persistence.Configurations.Telemetry;
using MlOps.Persistence.Configurations.Tenancy;
using MlOps.Persistence.Configurations.Training;
using MlOps.Persistence.Configurations.Views;
using MlOps.Persistence.Conventions;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence;

/// <summary>
/// The unit of work over everything that MlOps stores, for one tenant. Derive from it to add your own entities, for instance
/// leaves of predictions.
/// </summary>
public class MlOpsDbContext : DbContext
{
    public MlOpsDbContext(DbContextOptions<MlOpsDbContext> options)
        : this((DbContextOptions)options)
    {
    }

    protected MlOpsDbContext(DbContextOptions options)
        : base(options)
    {
        Options = options;
        TenantId = options.FindExtension<MlOpsOptionsExtension>()?.TenantId ?? Tenants.Default;
    }

    /// <summary>The tenant of the rows that the context reads and writes.</summary>
    public Guid TenantId { get; }

    /// <inheritdoc/>
    public override DatabaseFacade Database
    {
        get
        {
            HasUsedDatabase = true;
            return base.Database;
        }
    }

    // EF's services know the options too, but need the model.
    internal DbContextOptions Options { get; }

    /// <summary>Whether somebody had the chance to give the context another connection than that of its options.</summary>
    internal bool HasUsedDatabase { get; private set; }

    public DbSet<Model> Models => Set<Model>();
    public DbSet<ModelVersion> ModelVersions => Set<ModelVersion>();
    public DbSet<StageTransition> StageTransitions => Set<StageTransition>();
    public DbSet<ServingPeriod> ServingPeriods => Set<ServingPeriod>();
    public DbSet<ModelAlias> ModelAliases => Set<ModelAlias>();
    public DbSet<Configuration> Configurations => Set<Configuration>();

    public DbSet<TrainingDataset> TrainingDatasets => Set<TrainingDataset>();
    public DbSet<TrainingJob> TrainingJobs => Set<TrainingJob>();
    public DbSet<ModelEvaluation> ModelEvaluations => Set<ModelEvaluation>();

    public DbSet<Feature> Features => Set<Feature>();
    public DbSet<FeatureValue> FeatureValues => Set<FeatureValue>();
    public DbSet<FeatureSchema> FeatureSchemas => Set<FeatureSchema>();
    public DbSet<SchemaFeature> SchemaFeatures => Set<SchemaFeature>();

    public DbSet<Prediction> Predictions => Set<Prediction>();
    public DbSet<Feedback> Feedback => Set<Feedback>();
    public DbSet<ShadowScore> ShadowScores => Set<ShadowScore>();
    public DbSet<LabelPolicy> LabelPolicies => Set<LabelPolicy>();
    public DbSet<DeadLetter> DeadLetters => Set<DeadLetter>();
    public DbSet<PerformanceMetric> PerformanceMetrics => Set<PerformanceMetric>();

    public DbSet<ServiceMonitor> Monitors => Set<ServiceMonitor>();
    public DbSet<ReopenedWindow> ReopenedWindows => Set<ReopenedWindow>();
    public DbSet<FeatureBins> FeatureBins => Set<FeatureBins>();
    public DbSet<SketchedSpan> SketchedSpans => Set<SketchedSpan>();
    public DbSet<FeatureSketch> FeatureSketches => Set<FeatureSketch>();
    public DbSet<FeatureBaseline> FeatureBaselines => Set<FeatureBaseline>();
    public DbSet<DriftMetric> DriftMetrics => Set<DriftMetric>();
    public DbSet<MonitoringRun> MonitoringRuns => Set<MonitoringRun>();
    public DbSet<AlertRule> AlertRules => Set<AlertRule>();
    public DbSet<Alert> Alerts => Set<Alert>();
    public DbSet<AlertState> AlertStates => Set<AlertState>();
    public DbSet<AlertDelivery> AlertDeliveries => Set<AlertDelivery>();
    public DbSet<HealthSnapshot> HealthSnapshots => Set<HealthSnapshot>();

    public DbSet<RetrainingDecision> RetrainingDecisions => Set<RetrainingDecision>();
    public DbSet<RetrainingPolicy> RetrainingPolicies => Set<RetrainingPolicy>();
    public DbSet<RetrainingRequest> RetrainingRequests => Set<RetrainingRequest>();
    public DbSet<RetrainingDelivery> RetrainingDeliveries => Set<RetrainingDelivery>();

    public DbSet<AbExperiment> AbExperiments => Set<AbExperiment>();
    public DbSet<AbVariant> AbVariants => Set<AbVariant>();
    public DbSet<AbResult> AbResults => Set<AbResult>();

    public DbSet<EvolutionExperiment> EvolutionExperiments => Set<EvolutionExperiment>();
    public DbSet<EvolutionGeneration> EvolutionGenerations => Set<EvolutionGeneration>();
    public DbSet<EvolutionIndividual> EvolutionIndividuals => Set<EvolutionIndividual>();
    public DbSet<CodeEvaluation> CodeEvaluations => Set<CodeEvaluation>();
    public DbSet<LlmInteraction> LlmInteractions => Set<LlmInteraction>();

    public DbSet<IdentifiedPattern> IdentifiedPatterns => Set<IdentifiedPattern>();
    public DbSet<PatternOccurrence> PatternOccurrences => Set<PatternOccurrence>();
    public DbSet<Recommendation> Recommendations => Set<Recommendation>();

    public DbSet<LearningEvent> LearningEvents => Set<LearningEvent>();
    public DbSet<SystemMetric> SystemMetrics => Set<SystemMetric>();
    public DbSet<QueryLog> QueryLogs => Set<QueryLog>();
    public DbSet<ResourceSample> ResourceSamples => Set<ResourceSample>();
    public DbSet<CapacityForecast> CapacityForecasts => Set<CapacityForecast>();

    public DbSet<Job> Jobs => Set<Job>();
    public DbSet<JobRun> JobRuns => Set<JobRun>();
    public DbSet<WriterReport> WriterReports => Set<WriterReport>();
    public DbSet<RetentionPolicy> RetentionPolicies => Set<RetentionPolicy>();
    public DbSet<LegalHold> LegalHolds => Set<LegalHold>();
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();
    public DbSet<DataQualityCheck> DataQualityChecks => Set<DataQualityCheck>();
    public DbSet<DataQualityResult> DataQualityResults => Set<DataQualityResult>();

    public DbSet<Tenant> RegisteredTenants => Set<Tenant>();
    public DbSet<AccessToken> AccessTokens => Set<AccessToken>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder)
    {
        // UseMlOps may have done so already, and a pool of contexts refuses options that change here.
        if (optionsBuilder.Options.FindExtension<MlOpsOptionsExtension>() is null)
            optionsBuilder.UseTenant(TenantId, TenantScope.Session);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Json>().HaveConversion<JsonConverter>().HaveColumnType("jsonb");
        configurationBuilder.Properties<MetricSet>()
            .HaveConversion<MetricSetConverter, ReplacedValueComparer<MetricSet>>().HaveColumnType("jsonb");
        configurationBuilder.Properties<TagSet>()
            .HaveConversion<TagSetConverter, ReplacedValueComparer<TagSet>>().HaveColumnType("jsonb");

        var conventions = configurationBuilder.Conventions;
        conventions.Replace<KeyDiscoveryConvention>(services =>
            new TenantKeyConvention(services.GetRequiredService<ProviderConventionSetBuilderDependencies>()));
        conventions.Add(_ => new SnakeCaseConvention());
        conventions.Add(services => new ColumnCheckConvention(services.GetRequiredService<ISqlGenerationHelper>()));
        conventions.Add(services => new EnumTextConvention(
            services.GetRequiredService<ISqlGenerationHelper>(),
            services.GetRequiredService<IRelationalTypeMappingSource>()));
        conventions.Add(services => new SqlDefaultConvention(services.GetRequiredService<IRelationalTypeMappingSource>()));
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSqlFunction(IdFunction.Signature, IdFunction.Definition);
        RegistryModel.Apply(modelBuilder);
        TrainingModel.Apply(modelBuilder);
        FeaturesModel.Apply(modelBuilder);
        PredictionsModel.Apply(modelBuilder);
        MonitoringModel.Apply(modelBuilder);
        RetrainingModel.Apply(modelBuilder);
        ExperimentsModel.Apply(modelBuilder);
        EvolutionModel.Apply(modelBuilder);
        PatternsModel.Apply(modelBuilder);
        TelemetryModel.Apply(modelBuilder);
        GovernanceModel.Apply(modelBuilder);
        TenancyModel.Apply(modelBuilder);
        ViewsModel.Apply(modelBuilder);
        StatisticsModel.Apply(modelBuilder);
        ClientsModel.Apply(modelBuilder);
    }
}
