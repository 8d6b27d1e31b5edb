using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>Searches by evolution, with what was tried and what language models took for it.</summary>
internal sealed class EvolutionDays(GenerationPlan plan) : DailyData("Experiments", plan)
{
    private const int PerDay = 1_000;
    private const int EveryLong = 50;

    private static readonly TimeSpan OneGeneration = TimeSpan.FromSeconds(30);
    private static readonly Json Problem = Json.Parse("""{"problem": "make the sort faster"}""");
    private static readonly Json Objective = Json.Parse("""{"metrics": ["execution_time", "memory_usage"]}""");
    private static readonly string[] Purposes = ["mutate", "cross", "review"];
    private static readonly string[] Models = ["small-1", "large-2"];

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        var number = 0;
        foreach (var at in DayCurve.Moments(day, Plan.CountPerDay(PerDay), random))
        {
            // The first of each day is a long one.
            var (generations, size) = number++ % EveryLong == 0 ? (100, 20) : (8, 12);
            // Each ends before the last day does.
            var latest = Plan.End - ((generations + 1) * OneGeneration);
            foreach (var entity in Search($"search-{day:yyyyMMdd}-{number}", at < latest ? at : latest, generations, size, random))
                yield return entity;
        }
    }

    // One experiment in memory at a time, since it and its generations change until it ends.
    private static List<Entity> Search(string name, DateTimeOffset at, int generations, int size, SeededRandom random)
    {
        var entities = new List<Entity>();
        var experiment = Keep(EvolutionExperiment.Plan(name, Problem, Objective, at), entities, random);
        experiment.Start(at);
        var (parents, fitness) = (new List<EvolutionIndividual>(), 0.2);
        for (var number = 0; number < generations; number++, at += OneGeneration)
        {
            var generation = Keep(EvolutionGeneration.Begin(experiment, number, at), entities, random);
            fitness = Math.Min(0.95, fitness + (0.3 * random.NextDouble() / generations));
            parents = [.. Enumerable.Range(0, size).Select(_ => Try(generation, parents, fitness, at, entities, random))];
            generation.Summarise(GenerationStatistics.FromScores(
                [.. parents.Select(individual => individual.FitnessScore!.Value)], random.NextDouble()), at);
        }

        if (random.Happens(0.03))
            experiment.Fail("the evaluator was gone", at);
        else if (random.Happens(0.97))
            experiment.Complete(at);

        return entities;
    }

    private static EvolutionIndividual Try(
        EvolutionGeneration generation, List<EvolutionIndividual> parents, double fitness, DateTimeOffset at, List<Entity> entities,
        SeededRandom random)
    {
        var individual = Keep(
            EvolutionIndividual.Create(
                generation,
                Json.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"rate": {{random.NextDouble():0.0000}}, "pivot": {{random.Next(9)}}}""")),
                at,
                parents.Count == 0 ? [] : [random.Pick(parents), random.Pick(parents)],
                $"def sort(items):\n    return sorted(items)  # {random.Next(1_000_000)}",
                fitness + (0.05 * random.NextNormal())),
            entities,
            random);
        if (random.Happens(0.5))
            Keep(
                LlmInteraction.Record(
                    random.Pick(Models), 200 + random.Next(2_000), 50 + random.Next(800), 0.0001m * random.Next(400),
                    TimeSpan.FromMilliseconds(300 + random.Next(4_000)), at, generation.ExperimentId, individual.Id,
                    random.Pick(Purposes)),
                entities,
                random);

        if (random.Happens(0.3))
            Keep(random.Happens(0.9)
                ? CodeEvaluation.Pass(individual.Id, "tests", at,
                    new CodeMeasurements { QualityScore = random.NextDouble(), MemoryBytes = 1_000_000 + random.Next(9_000_000) })
                : CodeEvaluation.Fail(individual.Id, "tests", "one assertion failed", at), entities, random);

        return individual;
    }

    private static T Keep<T>(T entity, List<Entity> entities, SeededRandom random)
        where T : Entity
    {
        entities.Add(random.AssignId(entity));
        return entity;
    }
}
