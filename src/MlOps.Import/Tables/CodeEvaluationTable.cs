using MlOps.Domain;
using MlOps.Domain.Evolution;
using MlOps.Import.Mapping;
using MlOps.Import.Source;
using static MlOps.Import.Source.SourceColumn;

namespace MlOps.Import.Tables;

/// <summary>Trials of the code of individuals.</summary>
internal sealed class CodeEvaluationTable : ImportTable
{
    public override TableShape Source { get; } = new(
        "code_evaluations",
        Key("evaluation_id", "id"),
        Column("individual_id", "evolution_individual_id").Required(),
        Column("evaluator", "evaluation_type", "evaluated_by", "tool").WhenMissing($"'{Unknown}'"),
        Column("passed", "success", "is_valid", "is_successful").WhenMissing("whether error is null"),
        Column("quality_score", "code_quality_score", "overall_score"),
        Column("execution_time").OfType("interval"),
        "execution_time_ms",
        Column("memory_bytes", "memory_usage_bytes", "memory_usage"),
        Document("metrics", "evaluation_metrics", "measurements", "results"),
        Column("error", "error_message", "failure_reason"),
        Column("created_at", "evaluated_at", "timestamp").Required());

    public override Type EntityType => typeof(CodeEvaluation);

    public override bool IsReadWhole => true;

    public override IEnumerable<Entity> Map(SourceRow row, ImportContext import)
    {
        var at = row.GetTime("created_at");
        var individual = import.GetReference<EvolutionIndividual>("individual_id", EvolutionIndividualTable.Table).Id;
        var evaluator = import.GetTextOrUnknown("evaluator");
        var measured = new CodeMeasurements
        {
            QualityScore = row.FindNumber("quality_score"),
            ExecutionTime = row.FindSpan("execution_time") ?? row.FindSpan("execution_time_ms", TimeSpan.TicksPerMillisecond),
            MemoryBytes = row.FindLong("memory_bytes"),
            Metrics = import.GetMetrics("metrics"),
        };
        var hasPassed = row.FindFlag("passed") ?? !row.HasValue("error");
        if (hasPassed && row.HasValue("error"))
            import.DoNotImport("error", "the code passed");

        var evaluation = hasPassed
            ? CodeEvaluation.Pass(individual, evaluator, at, measured)
            : CodeEvaluation.Fail(individual, evaluator, import.GetTextOrUnknown("error"), at, measured);
        return [evaluation.WithId(import.GetId())];
    }
}
