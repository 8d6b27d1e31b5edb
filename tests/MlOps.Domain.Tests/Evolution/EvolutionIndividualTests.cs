using MlOps.Domain.Evolution;

namespace MlOps.Domain.Tests.Evolution;

public class EvolutionIndividualTests
{
    private static readonly Json Genotype = Json.Parse("""{"depth": 3}""");

    private readonly EvolutionExperiment _experiment = Some.Experiment();

    [Fact]
    public void An_individual_knows_its_generation_and_its_parents()
    {
        _experiment.BelongTo(Some.Tenant);
        var (first, second) = (Of(0), Of(1));
        var child = Of(3, first, second, first);

        Assert.Equal((_experiment.Id, 3, Some.Tenant), (child.ExperimentId, child.GenerationNumber, child.TenantId));
        Assert.Equal([first.Id, second.Id], child.Parents);
        Assert.Empty(first.Parents);
    }

    [Fact]
    public void Parents_come_from_an_earlier_generation_of_the_same_experiment()
    {
        var (peer, younger) = (Of(1), Of(2));
        var stranger = Individual(Some.Experiment(), 0);

        Refused.Value("Parents", $"{peer.Id} is of generation 1", () => Of(1, peer));
        Refused.Value("Parents", $"{younger.Id} is of generation 2", () => Of(1, Of(0), younger));
        Refused.Value("Parents", $"{stranger.ExperimentId}", () => Of(1, stranger));
        Refused.Value("Parents", "null", () => Of(1, [null!]));
    }

    [Fact]
    public void It_is_scored_once()
    {
        var individual = Of(0);
        Assert.All(Hostile.Numbers, number => Refused.Value("FitnessScore", "", () => individual.Score(number, Some.Time)));
        Refused.Value("UpdatedAt", "1970", () => individual.Score(1, DateTimeOffset.MinValue));
        Assert.Null(individual.FitnessScore);
        individual.Score(0.92, Some.Time.AddHours(1));

        Assert.Equal((0.92, Some.Time.AddHours(1)), (individual.FitnessScore, individual.UpdatedAt));
        Refused.Transition(() => individual.Score(1, Some.Time), $"{individual.Id}", "0.92");
    }

    [Fact]
    public void Code_passes_or_fails_with_an_error()
    {
        var measured = new CodeMeasurements { QualityScore = 1, MemoryBytes = 5, Metrics = MetricSet.Empty.With("lines", 9) };
        var passed = CodeEvaluation.Pass(Some.Tenant, "tests", Some.Time, measured);
        var failed = CodeEvaluation.Fail(Some.Tenant, "tests", "timeout", Some.Time);

        Assert.Equal((true, null, 1, 5, 9), (passed.Passed, passed.Error, passed.QualityScore, passed.MemoryBytes, passed.Metrics["lines"]));
        Assert.Equal((false, "timeout", null), (failed.Passed, failed.Error, failed.QualityScore));
        Refused.Value("Error", "''", () => CodeEvaluation.Fail(Some.Tenant, "tests", "", Some.Time));
    }

    [Fact]
    public void A_request_has_its_tokens_and_a_cost_that_can_be()
    {
        var request = Request(1_000_000);

        Assert.Equal((int.MaxValue + 1L, 1_000_000), (request.Tokens, request.Cost));
        Assert.Equal(0.000000000000001m, Request(0.000000000000001m).Cost);
        Refused.Value("Cost", "-0.01", () => Request(-0.01m));
        Refused.Value("Cost", "1000000.01", () => Request(1_000_000.01m));

        static LlmInteraction Request(decimal cost) => LlmInteraction.Record("m", int.MaxValue, 1, cost, TimeSpan.Zero, Some.Time);
    }

    private static EvolutionIndividual Individual(EvolutionExperiment experiment, int generation, params EvolutionIndividual[] parents) =>
        EvolutionIndividual.Create(EvolutionGeneration.Begin(experiment, generation, Some.Time), Genotype, Some.Time, parents);

    private EvolutionIndividual Of(int generation, params EvolutionIndividual[] parents) => Individual(_experiment, generation, parents);
}
