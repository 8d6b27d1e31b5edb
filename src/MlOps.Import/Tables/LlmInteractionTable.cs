using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Requests to language models, with their costs.</summary>
internal sealed class LlmInteractionTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "llm_interactions",
        Key("interaction_id", "id"),
        Column("experiment_id", "evolution_experiment_id"),
        Column("individual_id", "evolution_individual_id"),
        Column("model", "model_name", "llm_model").Required(),
        Column("purpose", "interaction_type", "prompt_type"),
        Column("tokens_in", "prompt_tokens", "input_tokens").WhenMissing("0"),
        Column("tokens_out", "completion_tokens", "output_tokens", "response_tokens").WhenMissing("0"),
        Column("cost", "cost_usd", "estimated_cost", "total_cost").WhenMissing("0"),
        Column("latency", "response_time", "duration").OfType("interval"),
        Column("latency_ms", "response_time_ms", "duration_ms").WhenMissing("latency, or 0"),
        Column("created_at", "timestamp", "requested_at").Required())
    {
        // The database computes the sum.
        IgnoredColumns = ["tokens", "total_tokens", "tokens_used"],
    };

    public override Type EntityType => typeof(LlmInteraction);

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var latency = row.FindSpan("latency") ?? row.FindSpan("latency_ms", TimeSpan.TicksPerMillisecond);
        if (latency is null)
            import.NoteSubstitute("latency", "0");

        var interaction = LlmInteraction.Record(
            row.GetText("model"),
            row.FindInteger("tokens_in") ?? 0,
            row.FindInteger("tokens_out") ?? 0,
            row.FindDecimal("cost") ?? 0,
            latency ?? TimeSpan.Zero,
            row.GetTime("created_at"),
            import.FindReference<EvolutionExperiment>("experiment_id", EvolutionExperimentTable.Table)?.Id,
            import.FindReference<EvolutionIndividual>("individual_id", EvolutionIndividualTable.Table)?.Id,
            row.FindText("purpose"));
        return [interaction.WithId(import.GetId())];
    }
}
