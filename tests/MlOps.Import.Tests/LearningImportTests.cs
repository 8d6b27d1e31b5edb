using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Domain.Experiments;
using MlOps.Domain.Patterns;
using MlOps.Domain.Telemetry;
using MlOps.Testing;
using Npgsql;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

/// <summary>All tables of a database of continuous learning, each with good rows beside bad ones.</summary>
public sealed class LearningImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    /// <summary>The tables into which its rows go, without those of models and predictions.</summary>
    internal static readonly string[] Tables =
    [
        "training_datasets", "model_evaluations", "evolution_experiments", "evolution_generations", "evolution_individuals",
        "code_evaluations", "llm_interactions", "identified_patterns", "pattern_occurrences", "recommendations",
        "ab_testing_experiments", "ab_testing_variants", "learning_events", "git_operation_learning_events",
        "user_session_learning_events", "system_performance_metrics", "query_performance_logs", "resource_utilization",
        "capacity_planning_metrics", "data_quality_checks", "data_quality_results",
    ];

    private const string Id = "00000000-0000-4000-8000-0000000000";

    [Fact]
    public async Task Every_table_is_imported_and_each_bad_row_is_named_with_its_reason()
    {
        await CreateSourceAsync(LearningDatabase.Sql);
        var report = await ImportAsync();
        Assert.Empty(report.OtherTables);
        Assert.Equal(
            [
                "ml_models 1/1", "ml_models -> model_versions 1/1", "training_datasets 2/3",
                "model_training_sessions -> ml_training_jobs 2/3", "model_evaluations 2/3", "predictions -> ml_predictions 2/3",
                "feature_store -> ml_features 1/1", "feature_store -> ml_feature_store 1/2", "evolution_experiments 2/3",
                "evolution_generations 2/4", "evolution_individuals 3/4", "code_evaluations 2/3", "llm_interactions 2/3",
                "identified_patterns 2/3", "pattern_occurrences 1/2", "recommendations 2/3", "ab_testing_experiments 1/2",
                "data_quality_checks 1/2", "git_operation_learning_events 2/3", "user_session_learning_events 1/1", "learning_events 1/2",
                "system_performance_metrics 2/3", "query_performance_logs 2/3", "resource_utilization 2/3", "capacity_planning_metrics 1/2",
            ],
            report.Tables.Select(table =>
                $"{(table.Source == table.Target ? table.Source : $"{table.Source} -> {table.Target}")} {table.Imported}/{table.Read}"));
        Assert.Equal(
            [
                "13 record_count RowCount must be zero or more; it was -1.",
                $"23 model_id model_version_id must name a model that was imported; it was '{Id}99'.",
                "33  Metric 'accuracy' must be a finite number; it was NaN.",
                "b3 predicted_value PredictedValue must be given, or an Output; both were null.",
                "42 feature_value value must be given; it was null.",
                "53 status status must be one of Planned, Running, Paused, Completed, Failed, Cancelled; it was 'dreaming'.",
                "63 best_fitness BestFitness must be a finite number; it was NaN.",
                $"64 experiment_id experiment_id must name a row of evolution_experiments that was imported; it was '{Id}53'.",
                $"74 generation_id generation_id must name a row of evolution_generations that was imported; it was '{Id}64'.",
                $"83 individual_id individual_id must name a row of evolution_individuals that was imported; it was '{Id}74'.",
                "3 prompt_tokens TokensIn must be zero or more; it was -1.",
                "93 confidence_score ConfidenceScore must be from 0 to 1; it was 1.5.",
                $"a2 pattern_id pattern_id must name a row of identified_patterns that was imported; it was '{Id}93'.",
                "c3 title Title must not be empty; it was ' '.",
                "d2 variants variants must be two or more variants, each with a name; it was '[\"a\"]'.",
                "142 check_type kind must be one of Completeness, Range, Freshness, Uniqueness, Referential, Unified; it was 'beauty'.",
                "e3 files_changed FilesChanged must be zero or more; it was -1.",
                "3 event_type EventType must not be empty; it was ' '.",
                "102 metric_value Value must be a finite number; it was NaN.",
                "113 execution_time_ms DurationMs must be a finite number, zero or more; it was -1.",
                "123 resource_type kind must be one of Cpu, Memory, Disk, Network, Table, Database; it was 'soul'.",
                "132 growth_rate GrowthPerDay must be a finite number; it was Infinity.",
            ],
            Refused.Select(row => $"{row.Id.Split('-')[^1].TrimStart('0')} {row.Column} {row.Reason}"));
    }

    [Fact]
    public async Task Rows_have_all_values_that_the_model_has_a_place_for()
    {
        await CreateSourceAsync(LearningDatabase.Sql);
        // Rows of another tenant that look the same.
        await using (var context = Database.CreateOwnerContext(Guid.Parse($"{Id}aa")))
        {
            context.AddRange(Build.TrainingDataset("commits"), Build.IdentifiedPattern("long_method", 0.1));
            await context.SaveChangesAsync();
        }

        await ImportAsync();
        Assert.Equal(1, await Database.CountAsync("identified_patterns WHERE confidence_score = 0.1"));
        await Database.ExecuteAsync(
            "DELETE FROM identified_patterns WHERE confidence_score = 0.1; DELETE FROM training_datasets WHERE row_count = 1000");
        var stored = new List<string>();
        foreach (var sql in LearningRows.Queries)
            stored.AddRange((await Database.ColumnAsync(sql)).Select(row => row.Replace(Id, "#", StringComparison.Ordinal)));

        Assert.Equal(LearningRows.Expected, stored);
    }

    [Fact]
    public async Task What_only_the_database_refuses_takes_the_rows_that_refer_to_it_along_and_no_others()
    {
        await CreateSourceAsync(LearningDatabase.Sql);
        await using (var context = Database.CreateContext())
        {
            context.Add(Build.IdentifiedPattern("long_method"));
            await context.SaveChangesAsync();
        }

        var report = await ImportAsync();

        Assert.Equal((3, 1, 0, 2), Numbers(report, "identified_patterns"));
        Assert.Contains(Refused, row => row.Id == $"{Id}91" && row.Reason.Contains("ix_identified_patterns", StringComparison.Ordinal));
        Assert.Equal((2, 0, 0, 2), Numbers(report, "pattern_occurrences"));
        Assert.Equal((3, 2, 0, 1), Numbers(report, "recommendations"));
        Assert.Equal(0, await Database.CountAsync("recommendations WHERE pattern_id IS NOT NULL"));
    }

    [Fact]
    public async Task No_row_refers_to_a_row_of_another_tenant()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE evolution_experiments (id int, tenant_id text, name text, created_at timestamptz, started_at timestamptz);
            CREATE TABLE evolution_generations (id int, tenant_id text, experiment_id int, number int, created_at timestamptz);
            CREATE TABLE llm_interactions (id int, tenant_id text, experiment_id int, model text, created_at timestamptz);
            INSERT INTO evolution_experiments VALUES (1, 'one', 'a', '2026-01-01', '2026-01-01'),
                (2, 'two', 'a', '2026-01-01', '2026-01-01');
            INSERT INTO evolution_generations VALUES (1, 'one', 1, 0, '2026-01-01'), (2, 'one', 2, 0, '2026-01-01'),
                (3, 'two', 2, 0, '2026-01-01');
            INSERT INTO llm_interactions VALUES (1, 'two', 1, 'large', '2026-01-01'), (2, 'two', 2, 'large', '2026-01-01');
            """);

        var report = await ImportAsync();

        Assert.Equal((3, 2, 0, 1), Numbers(report, "evolution_generations"));
        Assert.Equal("2", Assert.Single(Refused).Id);
        Assert.Equal((2, 2, 0, 0), Numbers(report, "llm_interactions"));
        Assert.Equal(1, await Database.CountAsync("llm_interactions WHERE experiment_id IS NULL"));
        Assert.Equal(
            0, await Database.CountAsync("evolution_generations g JOIN evolution_experiments e ON e.id = experiment_id"
                + " WHERE e.tenant_id <> g.tenant_id"));
    }

    [Fact]
    public async Task Another_database_of_MlOps_is_imported_with_its_evolution_patterns_and_telemetry()
    {
        await CreateOwnSourceAsync();
        var (experiment, pattern) = (Build.EvolutionExperiment(), Build.IdentifiedPattern());
        var first = EvolutionGeneration.Begin(experiment, 0, Sample.Noon);
        var parent = EvolutionIndividual.Create(first, Json.Parse("[1]"), Sample.Noon, fitnessScore: 0.5);
        var second = EvolutionGeneration.Begin(experiment, 1, Sample.Noon);
        second.Summarise(GenerationStatistics.FromScores([0.25, 0.5, 1]), Sample.Noon);
        var test = AbExperiment.Design(
            "button", "checkout", AbMetricKind.Value, new VariantPlan("red", 0.25), [new VariantPlan("green", 0.75)], Sample.Noon);
        var trend = LinearTrend.Fit([new(Sample.Noon, 1), new(Sample.Noon.AddDays(1), 2), new(Sample.Noon.AddDays(2), 4)]);
        await AddToSourceAsync(
            KnownTenants.Default,
            experiment, first, parent, second, EvolutionIndividual.Create(second, Json.Parse("{}"), Sample.Noon, [parent]),
            CodeEvaluation.Fail(parent.Id, "tests", "broken", Sample.Noon), pattern, test,
            PatternOccurrence.Record(pattern.Id, "file", "f", Sample.Noon),
            GitOperationEvent.Record("repo", "push", Sample.Noon, details: new EventDetails { Actor = "ann" }),
            UserSessionEvent.Record("bob", "s-1", "login", Sample.Noon),
            SystemMetric.Measure("api", "cpu", 1, Sample.Noon), QueryLog.Record("1", "SELECT 1", 1, Sample.Noon),
            ResourceSample.Measure(ResourceKind.Disk, "/", 1, Sample.Noon, 10),
            CapacityForecast.Make(ResourceKind.Disk, "/", trend, Sample.Noon.AddDays(9), Sample.Noon, 100));

        var report = await ImportAsync();

        Assert.Empty(Refused);
        Assert.All(report.Tables, table => Assert.Null(table.SkipReason));
        foreach (var table in Tables.Except(["ab_testing_variants"]))
            Assert.Equal(await ReadAsync(Source, table), await ReadAsync(Database.OwnerDataSource, table));

        Assert.Equal(["red true 0.25", "green false 0.75"], await Database.ColumnAsync(
            "SELECT concat_ws(' ', name, is_control::text, planned_share) FROM ab_testing_variants ORDER BY planned_share"));
    }

    private static async Task<string> ReadAsync(NpgsqlDataSource dataSource, string table)
    {
        await using var command = dataSource.CreateCommand(
            $"SELECT coalesce(string_agg((to_jsonb(t) - 'updated_at')::text, E'\n' ORDER BY id), '') FROM {table} t");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
