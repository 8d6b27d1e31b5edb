using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Evolution;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Evolution;

public class EvolutionRepositoryTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task An_experiment_is_read_back_field_by_field_and_goes_on()
    {
        var experiment = EvolutionSamples.StartExperiment();
        await StoreAsync(experiment);
        await using var context = Database.CreateContext();
        var experiments = new EvolutionRepository(context);
        var read = await experiments.GetAsync(experiment.Id);
        Assert.Empty(Fields.Differences(context, experiment, read));
        read.Complete(Sample.Noon.AddHours(1));
        await context.SaveChangesAsync();
        Assert.Equal(ExperimentStatus.Completed, (await experiments.StreamRecentAsync(5).SingleAsync()).Status);
        var error = await Assert.ThrowsAsync<MlOpsException>(() => experiments.GetAsync(Guid.CreateVersion7()));
        Assert.Equal(MlOpsError.NotFound, error.Error);
    }

    [Fact]
    public async Task Two_who_change_an_experiment_at_once_notice_each_other()
    {
        var experiment = EvolutionSamples.StartExperiment();
        await StoreAsync(experiment);
        await using var first = Database.CreateContext();
        await using var second = Database.CreateContext();
        (await new EvolutionRepository(first).GetAsync(experiment.Id)).Pause(Sample.Noon);
        (await new EvolutionRepository(second).GetAsync(experiment.Id)).Complete(Sample.Noon);
        await first.SaveChangesAsync();
        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => second.SaveChangesAsync());
    }

    [Fact]
    public async Task A_generations_number_is_unique_and_its_individuals_bear_it()
    {
        var experiment = EvolutionSamples.StartExperiment();
        var generation = EvolutionSamples.CreateGeneration(experiment, 0);
        var individual = EvolutionSamples.CreateIndividual(generation);
        await StoreAsync(experiment, generation, individual);
        await Assert.ThrowsAsync<DbUpdateException>(() => StoreAsync(EvolutionSamples.CreateGeneration(experiment, 0)));
        await Assert.ThrowsAsync<Npgsql.PostgresException>(
            () => Database.ExecuteAsync("UPDATE evolution_individuals SET generation_number = 1"));
        await using var context = Database.CreateContext();
        var read = await context.EvolutionIndividuals.SingleAsync();
        Assert.Empty(Fields.Differences(context, individual, read));
    }

    [Fact]
    public async Task Ancestors_and_descendants_are_found_over_all_generations()
    {
        var experiment = EvolutionSamples.StartExperiment();
        var generations = Enumerable.Range(0, 5).Select(number => EvolutionSamples.CreateGeneration(experiment, number)).ToList();
        var adam = EvolutionSamples.CreateIndividual(generations[0]);
        var eve = EvolutionSamples.CreateIndividual(generations[0]);
        var cain = EvolutionSamples.CreateIndividual(generations[1], adam, eve);
        var seth = EvolutionSamples.CreateIndividual(generations[1], adam, eve);
        var enos = EvolutionSamples.CreateIndividual(generations[3], seth, eve); // skips a generation
        var last = EvolutionSamples.CreateIndividual(generations[4], enos, cain);
        await StoreAsync([experiment, .. generations, adam, eve, cain, seth, enos, last]);

        await using var context = Database.CreateContext();
        var evolution = new EvolutionRepository(context);
        Assert.Equal(Ids(enos, seth, cain, eve, adam), await IdsAsync(evolution.StreamAncestorsAsync(last.Id)));
        Assert.Equal(
            [4, 3, 1, 1],
            await evolution.StreamDescendantsAsync(adam.Id).Select(member => member.GenerationNumber).Reverse().ToListAsync());
        Assert.Equal(Ids(cain, seth, enos, last), await IdsAsync(evolution.StreamDescendantsAsync(adam.Id)));
        Assert.Equal(Ids(last), await IdsAsync(evolution.StreamDescendantsAsync(cain.Id)));
        Assert.Empty(await IdsAsync(evolution.StreamDescendantsAsync(last.Id)));
        Assert.Empty(await IdsAsync(evolution.StreamAncestorsAsync(adam.Id)));
        var member = await evolution.StreamDescendantsAsync(seth.Id).FirstAsync();
        Assert.Equal((3, 3), (member.GenerationNumber, member.FitnessScore));
        Assert.Equal([seth.Id, eve.Id], member.Parents);

        await using var stranger = Database.CreateOwnerContext(Guid.CreateVersion7());
        Assert.Empty(await IdsAsync(new EvolutionRepository(stranger).StreamAncestorsAsync(last.Id)));
        Assert.Empty(await IdsAsync(new EvolutionRepository(stranger).StreamDescendantsAsync(adam.Id)));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Lineage_is_what_following_the_parents_one_by_one_finds(int seed)
    {
        var random = new Random(seed);
        var all = new List<EvolutionIndividual>();
        var experiment = EvolutionSamples.StartExperiment();
        var generations = Enumerable.Range(0, 12).Select(number => EvolutionSamples.CreateGeneration(experiment, number)).ToList();
        foreach (var generation in generations)
        {
            var older = all.ToArray();
            all.AddRange(Enumerable.Range(0, 15).Select(_ => EvolutionSamples.CreateIndividual(
                generation, older.Length == 0 ? [] : random.GetItems(older, random.Next(4)))));
        }

        await using var context = Database.CreateContext();
        context.Add(experiment);
        context.AddRange(generations);
        await context.SaveChangesAsync();
        var evolution = new EvolutionRepository(context);
        Assert.Equal(180, await context.BulkInsertAsync(all));

        var ancestors = new Dictionary<Guid, HashSet<Guid>>();
        foreach (var individual in all)
            ancestors[individual.Id] = [.. individual.Parents, .. individual.Parents.SelectMany(parent => ancestors[parent])];

        foreach (var individual in random.GetItems(all.ToArray(), 20))
        {
            Assert.Equal(ancestors[individual.Id], (await IdsAsync(evolution.StreamAncestorsAsync(individual.Id))).ToHashSet());
            Assert.Equal(
                ancestors.Where(pair => pair.Value.Contains(individual.Id)).Select(pair => pair.Key).ToHashSet(),
                (await IdsAsync(evolution.StreamDescendantsAsync(individual.Id))).ToHashSet());
        }
    }

    [Fact]
    public async Task The_best_so_far_never_falls()
    {
        var experiment = EvolutionSamples.StartExperiment();
        var other = EvolutionSamples.StartExperiment("other");
        await StoreAsync(
            experiment, other, EvolutionSamples.CreateGeneration(other, 0, 99), EvolutionSamples.CreateGeneration(experiment, 3, 2),
            EvolutionSamples.CreateGeneration(experiment, 0, 1),
            EvolutionSamples.CreateGeneration(experiment, 1, 5), EvolutionSamples.CreateGeneration(experiment, 2),
            EvolutionSamples.CreateGeneration(experiment, 7, 6));
        await using var context = Database.CreateContext();
        Assert.Equal(
            [new(0, 1, 1), new(1, 5, 5), new(3, 2, 5), new(7, 6, 6)],
            await new EvolutionRepository(context).StreamBestSoFarAsync(experiment.Id).ToListAsync());
        await using var stranger = Database.CreateOwnerContext(Guid.CreateVersion7());
        Assert.Empty(await new EvolutionRepository(stranger).StreamBestSoFarAsync(experiment.Id).ToListAsync());
    }

    [Theory]
    [InlineData(0.5, new[] { 1.0, 1.4, 1.8, 1.9, 1.7 }, 2, 1.8, 2)] // small steps make one in the end
    [InlineData(0, new[] { 1.0, 1.0, 1.0 }, 0, 1.0, 2)]
    [InlineData(0, new[] { 1.0, 3.0, 2.0, 3.0 }, 1, 3.0, 2)]
    [InlineData(1, new[] { 1.0, 2.0, 2.5 }, 2, 2.5, 0)] // by more than epsilon, not by as much
    [InlineData(0, new[] { 5.0 }, 0, 5.0, 0)]
    [InlineData(0, new[] { -1.7e308, 1.7e308, 1.7e308 }, 1, 1.7e308, 1)]
    public async Task Stagnation_counts_the_generations_since_the_last_improvement(
        double epsilon, double[] best, int improved, double fitness, long since)
    {
        var experiment = EvolutionSamples.StartExperiment();
        await StoreAsync(
            [
                experiment,
                .. best.Select((score, number) => EvolutionSamples.CreateGeneration(experiment, number, score)),
                EvolutionSamples.CreateGeneration(experiment, 99),
            ]);
        await using var context = Database.CreateContext();
        Assert.Equal(
            new Stagnation(improved, fitness, since), await new EvolutionRepository(context).FindStagnationAsync(experiment.Id, epsilon));
    }

    [Fact]
    public async Task Stagnation_of_nothing_is_none_and_a_negative_epsilon_is_refused()
    {
        await using var context = Database.CreateContext();
        var evolution = new EvolutionRepository(context);
        Assert.Null(await evolution.FindStagnationAsync(Guid.CreateVersion7()));
        await Assert.ThrowsAsync<InvalidValueException>(() => evolution.FindStagnationAsync(Guid.CreateVersion7(), -1));
    }

    [Fact]
    public async Task Trials_come_oldest_first()
    {
        var experiment = EvolutionSamples.StartExperiment();
        var generation = EvolutionSamples.CreateGeneration(experiment, 0);
        var (individual, other) = (EvolutionSamples.CreateIndividual(generation), EvolutionSamples.CreateIndividual(generation));
        await StoreAsync(
            experiment, generation, individual, other,
            CodeEvaluation.Pass(individual.Id, "later", Sample.Noon.AddHours(1)), CodeEvaluation.Pass(individual.Id, "first", Sample.Noon),
            CodeEvaluation.Pass(other.Id, "other", Sample.Noon));
        await using var context = Database.CreateContext();
        Assert.Equal(
            ["first", "later"],
            await new EvolutionRepository(context).StreamEvaluationsAsync(individual.Id).Select(trial => trial.Evaluator).ToListAsync());
    }

    private static IEnumerable<Guid> Ids(params EvolutionIndividual[] individuals) =>
        individuals.OrderBy(individual => individual.GenerationNumber).ThenBy(individual => individual.Id)
            .Select(individual => individual.Id);

    // Ancestors come the other way round.
    private static async Task<IEnumerable<Guid>> IdsAsync(IAsyncEnumerable<LineageMember> members)
    {
        var read = await members.ToListAsync();
        var isReversed = read is [{ GenerationNumber: var first }, .., { GenerationNumber: var last }] && first > last;
        return (isReversed ? read.AsEnumerable().Reverse() : read)
            .Select(member => member.Id);
    }

    private async Task StoreAsync(params Entity[] entities)
    {
        await using var context = Database.CreateContext();
        context.AddRange(entities);
        await context.SaveChangesAsync();
    }
}
