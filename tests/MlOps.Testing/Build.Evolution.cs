using MlOps.Domain;
using MlOps.Domain.Evolution;

namespace MlOps.Testing;

/// <content>Evolution.</content>
public static partial class Build
{
    /// <summary>A running experiment.</summary>
    public static EvolutionExperiment EvolutionExperiment(string name = "sorting", DateTimeOffset? at = null)
    {
        var experiment = Domain.Evolution.EvolutionExperiment.Plan(
            name, Json.Parse("""{"problem": "sort"}"""), Json.Parse("""{"minimise": "time"}"""), at ?? Noon);
        experiment.Start(at ?? Noon);
        return experiment;
    }

    public static EvolutionGeneration EvolutionGeneration(EvolutionExperiment experiment, int number = 0, DateTimeOffset? at = null) =>
        Domain.Evolution.EvolutionGeneration.Begin(experiment, number, at ?? Noon);

    public static EvolutionIndividual EvolutionIndividual(
        EvolutionGeneration generation, double? fitness = 0.5, IReadOnlyCollection<EvolutionIndividual>? parents = null,
        DateTimeOffset? at = null) =>
        Domain.Evolution.EvolutionIndividual.Create(
            generation, Json.Parse("""{"genes": [1, 2]}"""), at ?? Noon, parents, fitnessScore: fitness);

    /// <summary>An evaluation that the individual passed.</summary>
    public static CodeEvaluation CodeEvaluation(
        EvolutionIndividual individual, CodeMeasurements? measured = null, DateTimeOffset? at = null)
    {
        ArgumentNullException.ThrowIfNull(individual);
        return Domain.Evolution.CodeEvaluation.Pass(individual.Id, "tests", at ?? Noon, measured);
    }

    public static LlmInteraction LlmInteraction(
        string model = "large", decimal cost = 0.01m, EvolutionExperiment? experiment = null, DateTimeOffset? at = null) =>
        Domain.Evolution.LlmInteraction.Record(
            model, tokensIn: 1000, tokensOut: 100, cost, TimeSpan.FromSeconds(1), at ?? Noon, experiment?.Id);
}
