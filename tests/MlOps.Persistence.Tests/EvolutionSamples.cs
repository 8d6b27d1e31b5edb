using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Testing;

namespace MlOps.Persistence.Tests;

/// <summary>Evolution experiments for tests.</summary>
internal static class EvolutionSamples
{
    /// <summary>One of each entity with every property set, in an order in which they can be stored.</summary>
    public static IReadOnlyList<Entity> CreateAll()
    {
        var experiment = StartExperiment(Sample.Hostile);
        var generation = EvolutionGeneration.Begin(experiment, int.MaxValue, Sample.Noon);
        var first = EvolutionGeneration.Begin(experiment, 0, Sample.Noon);
        generation.Summarise(GenerationStatistics.FromScores([double.MinValue, 0.5, double.MaxValue], 1e-300), Sample.Noon);
        first.Summarise(GenerationStatistics.FromScores([1], 0), Sample.Noon);
        var parent = EvolutionIndividual.Create(first, Json.Parse("{}"), Sample.Noon, fitnessScore: -0.0);
        var child = EvolutionIndividual.Create(
            generation, Json.From(new { text = Sample.Hostile }), Sample.Noon, [parent], Sample.Hostile, double.Epsilon);
        experiment.Fail(Sample.Hostile, Sample.Noon.AddHours(1));
        var measured = new CodeMeasurements
        {
            QualityScore = 0.1 + 0.2,
            ExecutionTime = TimeSpan.MaxValue,
            MemoryBytes = long.MaxValue,
            Metrics = new MetricSet([new(Sample.Hostile, double.Epsilon)]),
        };
        return
        [
            experiment, generation, first, parent, child,
            CodeEvaluation.Fail(child.Id, Sample.Hostile, Sample.Hostile, Sample.Noon, measured),
            LlmInteraction.Record(
                Sample.Hostile, int.MaxValue, int.MaxValue, 0.0000000000000000000000000001m, TimeSpan.FromTicks(12_340), Sample.Noon,
                experiment.Id, child.Id, Sample.Hostile),
        ];
    }

    public static EvolutionExperiment StartExperiment(string name = "sorting")
    {
        var experiment = EvolutionExperiment.Plan(
            name, Json.Parse("""{"problem": "sort"}"""), Json.Parse("[1]"), Sample.Noon, Sample.Hostile, Json.Parse("{}"));
        experiment.Start(Sample.Noon);
        return experiment;
    }

    /// <summary>A generation of an experiment, with the fitness of its best individual.</summary>
    public static EvolutionGeneration CreateGeneration(EvolutionExperiment experiment, int number, double? best = null)
    {
        var generation = EvolutionGeneration.Begin(experiment, number, Sample.Noon);
        if (best is { } score)
            generation.Summarise(GenerationStatistics.FromScores([score, score - 1]), Sample.Noon);

        return generation;
    }

    public static EvolutionIndividual CreateIndividual(EvolutionGeneration generation, params EvolutionIndividual[] parents) =>
        EvolutionIndividual.Create(generation, Json.Parse("1"), Sample.Noon, parents, fitnessScore: generation.Number);
}
