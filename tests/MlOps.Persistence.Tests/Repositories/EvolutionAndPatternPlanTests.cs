using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Domain.Patterns;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Persistence.Maintenance.Slices;
using MlOps.Persistence.Repositories.Evolution;
using MlOps.Persistence.Repositories.Experiments;
using MlOps.Persistence.Repositories.Patterns;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories;

/// <summary>Which slices and indexes the queries over experiments and patterns read, for a role of tenants as for the owner.</summary>
[StandardNames("It reads plans, which name tables and indexes.")]
public class EvolutionAndPatternPlanTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory, InlineData(false), InlineData(true)]
    public async Task Trends_read_the_slices_of_both_windows_by_the_index_alone(bool asTenant)
    {
        await FillPatternsAsync();
        var plan = await PlanAsync(context => new PatternRepository(context).StreamTrendsAsync(new DateOnly(2026, 3, 16), 7), asTenant);
        Assert.True(
            plan.Any(
                line => line.Contains("Index Only Scan", StringComparison.Ordinal)
                    && line.Contains("on pattern_occurrences_2026_03", StringComparison.Ordinal)),
            string.Join('\n', plan));
        // The default partition holds what no slice was made for, of any time.
        Assert.Equal(["pattern_occurrences_2026_03", "pattern_occurrences_default"], Occurrences(plan));

        plan = await PlanAsync(context => new PatternRepository(context).StreamTrendsAsync(new DateOnly(2026, 3, 5), 7), asTenant);
        Assert.Equal(["pattern_occurrences_2026_02", "pattern_occurrences_2026_03", "pattern_occurrences_default"], Occurrences(plan));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Trends_of_days_that_are_counted_read_the_days_of_their_windows(bool asTenant)
    {
        await FillPatternsAsync();
        await using (var context = Database.CreateOwnerContext())
            await new ViewRefresh(context).RunAsync();

        await Database.ExecuteAsync("ANALYZE m_daily_patterns");
        await AssertUsedAsync(
            "ux_m_daily_patterns", context => new PatternRepository(context).StreamTrendsAsync(new DateOnly(2026, 3, 16), 7), asTenant);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Occurrences_of_a_pattern_are_read_from_one_slice_by_its_index(bool asTenant)
    {
        var patterns = await FillPatternsAsync();
        var window = new TimeWindow(Start.AddDays(70), Start.AddDays(71));
        var plan = await PlanAsync(context => new PatternRepository(context).StreamOccurrencesAsync(patterns[0].Id, window), asTenant);
        Assert.Equal(["pattern_occurrences_2026_03"], Occurrences(plan));
        Assert.Contains(
            plan, line => line.Contains("pattern_occurrences_2026_03_tenant_id_pattern_id_created_at_idx", StringComparison.Ordinal));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Costs_of_a_window_and_of_an_experiment_have_an_index_each(bool asTenant)
    {
        var experiments = await FillEvolutionAsync();
        var window = new TimeWindow(Start.AddDays(5), Start.AddDays(6));
        await AssertUsedAsync(
            "ix_llm_interactions_tenant_id_created_at", context => new LlmInteractionRepository(context).StreamCostsAsync(window),
            asTenant);
        await AssertUsedAsync(
            "ix_llm_interactions_tenant_id_experiment_id_created_at",
            context => new LlmInteractionRepository(context).StreamCostsAsync(experiments[0].Id, new TimeWindow(Start, Start.AddDays(20))),
            asTenant);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task An_experiments_curve_and_its_lineage_are_read_by_indexes(bool asTenant)
    {
        var experiments = await FillEvolutionAsync();
        await using var context = Database.CreateOwnerContext();
        var last = await context.EvolutionIndividuals.FirstAsync(
            individual => individual.ExperimentId == experiments[0].Id && individual.GenerationNumber == 19);
        await AssertUsedAsync(
            "ix_evolution_generations_tenant_id_experiment_id_number",
            read => new EvolutionRepository(read).StreamBestSoFarAsync(experiments[0].Id), asTenant);
        await AssertUsedAsync(
            "ix_evolution_individuals_tenant_id_experiment_id_generation_nu",
            read => new EvolutionRepository(read).StreamAncestorsAsync(last.Id), asTenant);
        await AssertUsedAsync(
            "ix_evolution_individuals_tenant_id_experiment_id_generation_nu",
            read => new EvolutionRepository(read).StreamDescendantsAsync(last.Parents[0]), asTenant);
        await AssertUsedAsync(
            "ix_evolution_experiments_tenant_id_created_at", read => new EvolutionRepository(read).StreamRecentAsync(5), asTenant);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Proposals_are_read_by_their_own_index(bool asTenant)
    {
        await using (var context = Database.CreateOwnerContext())
        {
            context.AddRange(Enumerable.Range(0, 2000).Select(number =>
            {
                var recommendation = Recommendation.Propose("retrain", $"{number}", Start.AddMinutes(number));
                if (number % 20 != 0)
                    recommendation.Accept("ann", Start.AddMinutes(number));

                return recommendation;
            }));
            await context.SaveChangesAsync();
        }

        await Database.ExecuteAsync("ANALYZE");
        await AssertUsedAsync(
            "ix_recommendations_proposed", context => new RecommendationRepository(context).StreamProposedAsync(5), asTenant);
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Results_are_read_by_the_variants_of_their_experiment(bool asTenant)
    {
        await using (var context = Database.CreateOwnerContext())
        {
            for (var number = 0; number < 300; number++)
            {
                var (experiment, results) = PatternSamples.RunExperiment($"experiment {number}", "m", "h", "b");
                context.Add(experiment);
                context.AddRange(results);
            }

            await context.SaveChangesAsync();
        }

        await Database.ExecuteAsync("ANALYZE");
        var id = await Database.ScalarAsync<Guid>("SELECT id FROM ab_testing_experiments LIMIT 1");
        await AssertUsedAsync(
            "ix_ab_testing_results_tenant_id_variant_id_window_start",
            context => new AbExperimentRepository(context).StreamResultsAsync(id),
            asTenant);
        await AssertUsedAsync(
            "ix_ab_testing_variants_tenant_id_experiment_id_name",
            context => new AbExperimentRepository(context).StreamResultsAsync(id),
            asTenant);
    }

    private static IEnumerable<string> Occurrences(IEnumerable<string> plan) => plan
        .Where(line => line.Contains(" on pattern_occurrences", StringComparison.Ordinal))
        .Select(line => line.Split(" on ")[1].Split(' ')[0]).Distinct().Order();

    private async Task AssertUsedAsync<T>(string index, Func<MlOpsDbContext, IAsyncEnumerable<T>> query, bool asTenant)
    {
        var plan = await PlanAsync(query, asTenant);
        Assert.True(plan.Any(line => line.Contains(index, StringComparison.Ordinal)), string.Join('\n', plan));
    }

    private async Task<IReadOnlyList<string>> PlanAsync<T>(Func<MlOpsDbContext, IAsyncEnumerable<T>> query, bool asTenant)
    {
        var plans = new QueryPlans();
        var builder = new DbContextOptionsBuilder<MlOpsDbContext>();
        builder.UseMlOps(asTenant ? Database.DataSource : Database.OwnerDataSource).AddInterceptors(plans);
        await using var context = RenamedRun.CreateContext(builder.Options);
        Assert.NotEqual(0, await query(context).CountAsync());
        return plans.Lines;
    }

    private async Task<IReadOnlyList<IdentifiedPattern>> FillPatternsAsync()
    {
        await using var context = Database.CreateOwnerContext();
        await new SliceMaintenance(context).EnsureAsync(Start, Start.AddMonths(5).AddTicks(-1));
        var patterns = Enumerable.Range(0, 20).Select(number => PatternSamples.CreatePattern($"pattern {number}")).ToList();
        context.AddRange(patterns);
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(Enumerable.Range(0, 150 * 200).Select(number =>
            PatternSamples.CreateOccurrence(patterns[number % 20], Start.AddDays(number / 200).AddMinutes(number % 200))));
        // Whoever has an older snapshot keeps a page from being known as visible to all, which the index needs to answer alone.
        await Polling.UntilAsync(
            async () =>
            {
                await Database.ExecuteAsync("VACUUM ANALYZE pattern_occurrences, identified_patterns");
                return await Database.ScalarAsync<bool>(
                    "SELECT bool_and(relallvisible = relpages) FROM pg_class "
                    + "WHERE relname LIKE 'pattern\\_occurrences\\_2026%' AND relkind = 'r'");
            },
            "all pages are visible to all");
        return patterns;
    }

    private async Task<IReadOnlyList<EvolutionExperiment>> FillEvolutionAsync()
    {
        await using var context = Database.CreateOwnerContext();
        var experiments = Enumerable.Range(0, 200).Select(number => EvolutionSamples.StartExperiment($"experiment {number}")).ToList();
        var generations = experiments.SelectMany(experiment => Enumerable.Range(0, 20)
            .Select(number => EvolutionSamples.CreateGeneration(experiment, number, number))).ToList();
        await context.BulkInsertAsync<Entity>([.. experiments, .. generations]);
        var individuals = generations.GroupBy(generation => generation.ExperimentId).SelectMany(group =>
        {
            var born = new List<EvolutionIndividual>();
            foreach (var generation in group)
                born.AddRange(
                    Enumerable.Range(0, 10).Select(_ => EvolutionSamples.CreateIndividual(
                        generation, [.. born.TakeLast(1).Where(last => last.GenerationNumber < generation.Number)])).ToList());

            return born;
        });
        await context.BulkInsertAsync(individuals);
        await context.BulkInsertAsync(Enumerable.Range(0, 20_000).Select(number =>
            LlmInteraction.Record("large", 1, 1, 0.01m, TimeSpan.Zero, Start.AddMinutes(number), experiments[number % 200].Id)));
        await Database.ExecuteAsync("VACUUM ANALYZE");
        return experiments;
    }
}
