using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The generations of evolution experiments.</summary>
internal sealed class EvolutionGenerationTable : ImportTable
{
    public const string Table = "evolution_generations";

    private const string PartOfSummary = "a summary needs the size of the population, and its best, mean and worst fitness";

    private static readonly Json Nothing = Json.Parse("{}");
    private static readonly string[] Summary = ["population_size", "best_fitness", "mean_fitness", "worst_fitness"];

    public static readonly SourceColumn Number = Column("number", "generation_number", "generation", "generation_index").Required();

    public override TableShape Source { get; } = new(
        Table,
        Key("generation_id", "id"),
        Column("experiment_id", "evolution_experiment_id").Required(),
        Number,
        Column("population_size", "num_individuals"),
        Column("best_fitness", "best_fitness_score", "max_fitness"),
        Column("mean_fitness", "average_fitness", "avg_fitness", "average_fitness_score", "mean_fitness_score"),
        Column("worst_fitness", "worst_fitness_score", "min_fitness"),
        Column("diversity", "diversity_score", "diversity_metric", "population_diversity"),
        Column("created_at", "timestamp", "started_at").Required(),
        "updated_at");

    public override Type EntityType => typeof(EvolutionGeneration);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var known = import.GetReference<EvolutionExperiment>("experiment_id", EvolutionExperimentTable.Table);
        // The experiment may have ended, but a generation belongs to the time when it ran.
        var running = EvolutionExperiment.Plan(known.Name, Nothing, Nothing, at).WithId(known.Id);
        running.Start(at);
        var generation = EvolutionGeneration.Begin(running, row.GetInteger("number"), at).WithId(import.GetId());
        Summarise(generation, row, import);
        import.State.References.Add(generation);
        return [generation];
    }

    private static void Summarise(EvolutionGeneration generation, SourceRow row, ImportContext import)
    {
        if (Summary.All(row.HasValue))
        {
            var statistics = GenerationStatistics.Restore(
                row.GetInteger("population_size"),
                row.GetNumber("best_fitness"),
                row.GetNumber("mean_fitness"),
                row.GetNumber("worst_fitness"),
                row.FindNumber("diversity"));
            generation.Summarise(statistics, row.FindTime("updated_at") ?? generation.CreatedAt);
            return;
        }

        foreach (var name in Summary.Append("diversity").Where(row.HasValue))
            import.DoNotImport(name, PartOfSummary);
    }
}
