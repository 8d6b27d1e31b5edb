using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Evolution;

namespace MlOps.Migrator.Generate;

/// <summary>Searches by evolution, with what was tried and what language models took for it.</summary>
internal sealed class Evolution(GenerationPlan plan) : Kind("Experiments", plan)
{
    private const int ADay = 1_000;
    private const int EveryLong = 50;

    private static readonly Json Problem = Json.Parse("""{"problem": "make the sort faster"}""");
    private static readonly Json Objective = Json.Parse("""{"metrics": ["execution_time", "memory_usage"]}""");
    private static readonly string[] Purposes = ["mutate", "cross", "review"];
    private static readonly string[] Models = ["small-1", "large-2"];

    protected override IEnumerable<Entity> OfDay(DateTimeOffset day, Chance chance)
    {
        var number = 0;
        foreach (var at in DayCurve.Moments(day, Plan.ADay(ADay), chance))
        {
            // The first of each day is a long one.
            var (generations, size) = number++ % EveryLong == 0 ? (100, 20) : (8, 12);
            foreach (var entity in Search($"search-{day:yyyyMMdd}-{number}", at, generations, size, chance))
                yield return entity;
        }
    }

    // One experiment in memory at a time, since it and its generations change until it ends.
    private static List<Entity> Search(string name, DateTimeOffset at, int generations, int size, Chance chance)
    {
        var entities = new List<Entity>();
        var experiment = Keep(EvolutionExperiment.Plan(name, Problem, Objective, at), entities, chance);
        experiment.Start(at);
        var (parents, fitness) = (new List<EvolutionIndividual>(), 0.2);
        for (var number = 0; number < generations; number++, at = at.AddSeconds(30))
        {
            var generation = Keep(EvolutionGeneration.Begin(experiment, number, at), entities, chance);
            fitness = Math.Min(0.95, fitness + (0.3 * chance.NextDouble() / generations));
            parents = [.. Enumerable.Range(0, size).Select(_ => Try(generation, parents, fitness, at, entities, chance))];
            generation.Summarise(GenerationStatistics.FromScores([.. parents.Select(individual => individual.FitnessScore!.Value)], chance.NextDouble()), at);
        }

        if (chance.Is(0.03))
            experiment.Fail("the evaluator was gone", at);
        else if (chance.Is(0.97))
            experiment.Complete(at);

        return entities;
    }

    private static EvolutionIndividual Try(
        EvolutionGeneration generation, List<EvolutionIndividual> parents, double fitness, DateTimeOffset at, List<Entity> entities, Chance chance)
    {
        var individual = Keep(
            EvolutionIndividual.Create(
                generation,
                Json.Parse(string.Create(CultureInfo.InvariantCulture, $$"""{"rate": {{chance.NextDouble():0.0000}}, "pivot": {{chance.Next(9)}}}""")),
                at,
                parents.Count == 0 ? [] : [chance.Of(parents), chance.Of(parents)],
                $"def sort(items):\n    return sorted(items)  # {chance.Next(1_000_000)}",
                fitness + (0.05 * chance.NextNormal())),
            entities,
            chance);
        if (chance.Is(0.5))
            Keep(LlmInteraction.Record(
                chance.Of(Models), 200 + chance.Next(2_000), 50 + chance.Next(800), 0.0001m * chance.Next(400), TimeSpan.FromMilliseconds(300 + chance.Next(4_000)),
                at, generation.ExperimentId, individual.Id, chance.Of(Purposes)), entities, chance);

        if (chance.Is(0.3))
            Keep(chance.Is(0.9)
                ? CodeEvaluation.Pass(individual.Id, "tests", at, new CodeMeasurements { QualityScore = chance.NextDouble(), MemoryBytes = 1_000_000 + chance.Next(9_000_000) })
                : CodeEvaluation.Fail(individual.Id, "tests", "one assertion failed", at), entities, chance);

        return individual;
    }

    private static T Keep<T>(T entity, List<Entity> entities, Chance chance)
        where T : Entity
    {
        entities.Add(chance.Identify(entity));
        return entity;
    }
}
