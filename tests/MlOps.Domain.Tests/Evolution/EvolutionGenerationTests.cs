using MlOps.Domain.Evolution;

namespace MlOps.Domain.Tests.Evolution;

public class EvolutionGenerationTests
{
    [Fact]
    public void A_generation_belongs_to_its_experiment_and_to_the_tenant_of_the_experiment()
    {
        var experiment = Sample.RunningExperiment();
        experiment.BelongTo(Sample.Tenant);
        var generation = EvolutionGeneration.Begin(experiment, 7, Sample.Time);

        Assert.Equal(
            (experiment.Id, 7, Sample.Tenant), (generation.ExperimentId, generation.Number, generation.TenantId));
        Assert.Equal((null, null, null), (generation.PopulationSize, generation.BestFitness, generation.Diversity));
    }

    [Fact]
    public void Only_a_running_experiment_can_get_generations()
    {
        var experiment = EvolutionExperimentTests.PlanExperiment();
        Refused.Transition(() => EvolutionGeneration.Begin(experiment, 0, Sample.Time), "sorting", "Planned");
        experiment.Start(Sample.Time);
        experiment.Pause(Sample.Time);
        Refused.Transition(() => EvolutionGeneration.Begin(experiment, 0, Sample.Time), "Paused");
    }

    [Fact]
    public void A_generation_is_summarised_once()
    {
        var generation = EvolutionGeneration.Begin(Sample.RunningExperiment(), 0, Sample.Time);
        Refused.Value(
            "UpdatedAt",
            "1970",
            () => generation.Summarise(GenerationStatistics.FromScores([1]), DateTimeOffset.MinValue));
        Refused.Value("statistics", "null", () => generation.Summarise(null!, Sample.Time));
        Assert.Null(generation.PopulationSize);
        generation.Summarise(GenerationStatistics.FromScores([1, 2, 6], 0.5), Sample.Time.AddHours(1));

        Assert.Equal(
            (3, 6, 3, 1),
            (generation.PopulationSize, generation.BestFitness, generation.MeanFitness, generation.WorstFitness));
        Assert.Equal((0.5, Sample.Time.AddHours(1)), (generation.Diversity, generation.UpdatedAt));
        Refused.Transition(
            () => generation.Summarise(GenerationStatistics.FromScores([9]), Sample.Time), "Generation 0", "already");
        Assert.Equal(6, generation.BestFitness);
    }

    [Fact]
    public void Statistics_hold_for_scores_of_any_size()
    {
        var huge = GenerationStatistics.FromScores([double.MaxValue, double.MaxValue, double.MinValue]);
        var same = GenerationStatistics.FromScores([.. Enumerable.Repeat(0.1, 1000)]);

        Assert.Equal((double.MaxValue, double.MinValue), (huge.Best, huge.Worst));
        Assert.InRange(huge.Mean / double.MaxValue, 0.333, 0.334);
        Assert.Equal((0.1, 0.1, 0.1, null), (same.Best, same.Mean, same.Worst, same.Diversity));
    }

    [Fact]
    public void No_score_or_one_that_is_not_finite_is_refused()
    {
        Refused.Value("Scores", "empty", () => GenerationStatistics.FromScores([]));
        Assert.All(
            Hostile.Numbers, number => Refused.Value("Scores", "", () => GenerationStatistics.FromScores([1, number])));
    }
}
