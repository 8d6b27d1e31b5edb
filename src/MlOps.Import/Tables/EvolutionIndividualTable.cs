using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Import.Mapping;
using MlOps.Import.Reports;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>The individuals of generations. They are read generation by generation, so that parents come first.</summary>
internal sealed class EvolutionIndividualTable : ImportTable
{
    public const string Table = "evolution_individuals";

    private static readonly Json Nothing = Json.Parse("{}");

    public override TableShape Source { get; } = new(
        Table,
        Key("individual_id", "id"),
        Column("generation_id", "evolution_generation_id").Required(),
        Document("genotype", "genome", "chromosome").Required(),
        Column("phenotype", "code", "source_code"),
        Column("fitness_score", "fitness"),
        Document("parents", "parent_ids", "parent_individuals", "parent_id"),
        Column("created_at", "timestamp").Required(),
        "updated_at")
    {
        Join = new SourceJoin(EvolutionGenerationTable.Table, ["generation_id", "evolution_generation_id"], ["generation_id", "id"])
        {
            Columns = [EvolutionGenerationTable.Number.As("number_of_generation")],
        },
        LowestFirst = "number_of_generation",
        // The generation says both.
        IgnoredColumns = ["experiment_id", "generation_number"],
    };

    public override Type EntityType => typeof(EvolutionIndividual);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var generation = import.GetReference<EvolutionGeneration>("generation_id", EvolutionGenerationTable.Table);
        var id = import.GetId();
        var individual = EvolutionIndividual.Create(
            generation,
            row.GetJson("genotype"),
            at,
            FindParents(row, import, generation),
            row.FindText("phenotype"),
            row.FindNumber("fitness_score")).WithId(id);
        // Its children need neither its genotype nor its phenotype, which take memory.
        import.State.References.Add(EvolutionIndividual.Create(generation, Nothing, at).WithId(id));
        return [individual];
    }

    private static List<EvolutionIndividual> FindParents(SourceRow row, ImportContext import, EvolutionGeneration generation)
    {
        var named = ListParents(row).ToList();
        var parents = named
            .Select(key => import.State.References.Find<EvolutionIndividual>(ImportedId.Plain(Table, key)))
            .OfType<EvolutionIndividual>()
            .Where(parent => parent.ExperimentId == generation.ExperimentId && parent.GenerationNumber < generation.Number)
            .ToList();
        if (parents.Count < named.Count)
            import.Note(ImportRemarks.UnknownParent);

        return parents;
    }

    // A list, or one parent alone; an id may be a number.
    private static IEnumerable<string> ListParents(SourceRow row)
    {
        if (row.FindJson("parents")?.As<JsonElement>() is not { } parents)
            return [];

        var elements = parents.ValueKind == JsonValueKind.Array ? parents.EnumerateArray().ToList() : [parents];
        return elements.Where(element => element.ValueKind != JsonValueKind.Null)
            .Select(element => element.ValueKind == JsonValueKind.String ? element.GetString()! : element.GetRawText());
    }
}
