using MlOps.Domain.Evolution;

namespace MlOps.Domain.Tests.Evolution;

public class EvolutionIndividualTests
{
    private static readonly Json Genotype = Json.Parse("""{"depth": 3}""");

    private readonly EvolutionExperiment _experiment = Sample.RunningExperiment();

    [Fact]
    public void An_individual_knows_its_generation_and_its_parents()
    {
        _experiment.BelongTo(Sample.Tenant);
        var (first, second) = (CreateIndividual(0), CreateIndividual(1));
        var child = CreateIndividual(3, first, second, first);

        Assert.Equal((_experiment.Id, 3, Sample.Tenant), (child.ExperimentId, child.GenerationNumber, child.TenantId));
        Assert.Equal([first.Id, second.Id], child.Parents);
        Assert.Empty(first.Parents);
    }

    [Fact]
    public void Parents_belong_to_an_earlier_generation_of_the_same_experiment()
    {
        var (peer, younger) = (CreateIndividual(1), CreateIndividual(2));
        var stranger = CreateIndividual(Sample.RunningExperiment(), 0);

        Refused.Value("Parents", $"{peer.Id} is of generation 1", () => CreateIndividual(1, peer));
        Refused.Value(
            "Parents", $"{younger.Id} is of generation 2", () => CreateIndividual(1, CreateIndividual(0), younger));
        Refused.Value("Parents", $"{stranger.ExperimentId}", () => CreateIndividual(1, stranger));
        Refused.Value("Parents", "null", () => CreateIndividual(1, [null!]));
    }

    [Fact]
    public void An_individual_is_scored_once()
    {
        var individual = CreateIndividual(0);
        Assert.All(
            Hostile.Numbers, number => Refused.Value("FitnessScore", "", () => individual.Score(number, Sample.Time)));
        Refused.Value("UpdatedAt", "1970", () => individual.Score(1, DateTimeOffset.MinValue));
        Assert.Null(individual.FitnessScore);
        individual.Score(0.92, Sample.Time.AddHours(1));

        Assert.Equal((0.92, Sample.Time.AddHours(1)), (individual.FitnessScore, individual.UpdatedAt));
        Refused.Transition(() => individual.Score(1, Sample.Time), $"{individual.Id}", "0.92");
    }

    [Fact]
    public void Code_passes_or_fails_with_an_error()
    {
        var measured =
            new CodeMeasurements { QualityScore = 1, MemoryBytes = 5, Metrics = MetricSet.Empty.With("lines", 9) };
        var passed = CodeEvaluation.Pass(Sample.Tenant, "tests", Sample.Time, measured);
        var failed = CodeEvaluation.Fail(Sample.Tenant, "tests", "timeout", Sample.Time);

        Assert.Equal(
            (true, null, 1, 5, 9),
            (passed.Passed, passed.Error, passed.QualityScore, passed.MemoryBytes, passed.Metrics["lines"]));
        Assert.Equal((false, "timeout", null), (failed.Passed, failed.Error, failed.QualityScore));
        Refused.Value("Error", "''", () => CodeEvaluation.Fail(Sample.Tenant, "tests", "", Sample.Time));
    }

    [Fact]
    public void A_request_has_its_tokens_and_a_possible_cost()
    {
        var request = Request(1_000_000);

        Assert.Equal((int.MaxValue + 1L, 1_000_000), (request.Tokens, request.Cost));
        Assert.Equal(0.000000000000001m, Request(0.000000000000001m).Cost);
        Refused.Value("Cost", "-0.01", () => Request(-0.01m));
        Refused.Value("Cost", "1000000.01", () => Request(1_000_000.01m));

        static LlmInteraction Request(decimal cost) =>
            LlmInteraction.Record("m", int.MaxValue, 1, cost, TimeSpan.Zero, Sample.Time);
    }

    private static EvolutionIndividual CreateIndividual(
        EvolutionExperiment experiment, int generation, params EvolutionIndividual[] parents) =>
        EvolutionIndividual.Create(
            EvolutionGeneration.Begin(experiment, generation, Sample.Time), Genotype, Sample.Time, parents);

    private EvolutionIndividual CreateIndividual(int generation, params EvolutionIndividual[] parents) =>
        CreateIndividual(_experiment, generation, parents);
}
