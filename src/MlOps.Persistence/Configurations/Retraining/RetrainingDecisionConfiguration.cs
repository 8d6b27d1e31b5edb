using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Retraining;

internal sealed class RetrainingDecisionConfiguration : IEntityTypeConfiguration<RetrainingDecision>
{
    public const string OneAnswer = "ux_retraining_decisions_one_answer";

    /// <summary>Adds the function that the trigger of the table calls.</summary>
    public static void AddFunction(ModelBuilder modelBuilder) => modelBuilder.HasSqlFunction("mlops_find_rejection_reasons", FindReasons);

    public void Configure(EntityTypeBuilder<RetrainingDecision> builder)
    {
        builder.ToTable("retraining_decisions");
        builder.IsAudited();
        builder.IsAppendOnly();
        builder.IsChained(decision => decision.ModelName, decision => new
        {
            decision.Id,
            decision.CreatedAt,
            decision.Timestamp,
            decision.TriggerReason,
            decision.Action,
            decision.ModelName,
            decision.CandidateVersionId,
            decision.DriftContext,
            decision.DataContext,
            decision.DecisionDetails,
            decision.RejectionReasons,
            decision.LabeledSamples,
            decision.CoveragePct,
            decision.EvidenceHash,
            decision.DecidedBy,
            decision.DecidedLogin,
            decision.AnswersDecisionId,
        });

        builder.HasSqlTrigger(
            "find_rejection_reasons", "BEFORE INSERT",
            "WHEN (NEW.action = 'reject' AND cardinality(NEW.rejection_reasons) = 0) EXECUTE FUNCTION mlops_find_rejection_reasons()");
        builder.PrimitiveCollection(decision => decision.RejectionReasons);

        builder.HasOne(decision => decision.CandidateVersion).WithMany()
            .HasForeignKey(decision => new { decision.TenantId, decision.CandidateVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasLogin(decision => decision.DecidedLogin, decision => decision.CreatedAt);
        builder.Property(decision => decision.DecidedBy).IsAuthor();

        builder.HasOne(decision => decision.AnswersDecision).WithMany()
            .HasForeignKey(decision => new { decision.TenantId, decision.AnswersDecisionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(decision => new { decision.TenantId, decision.AnswersDecisionId }, OneAnswer).IsUnique();
        builder.HasIndex(decision => new { decision.TenantId, decision.Timestamp });
        builder.HasIndex(decision => new { decision.TenantId, decision.ModelName, decision.Timestamp });

        builder.HasNotNegativeCheck(decision => decision.LabeledSamples);
        builder.HasRangeCheck(decision => decision.CoveragePct, 0, 100);
        builder.HasCheck("answer", "not (answers_decision_id is not null and action = 'pending_approval')");
        builder.HasCheck("reasons", "(action = 'reject') = (cardinality(rejection_reasons) > 0)");
    }

    // A list, a text, or whatever else the details hold. Without any the CHECK refuses the decision.
    private static SqlFunction FindReasons(ViewNames names)
    {
        var d = names.Table<RetrainingDecision>("d");
        var (details, reasons) = ($"NEW.{d.Assigned(x => x.DecisionDetails)}", $"NEW.{d.Assigned(x => x.RejectionReasons)}");
        return new SqlFunction(
            "",
            $$"""
            RETURNS trigger LANGUAGE plpgsql AS $function$
            DECLARE
                found jsonb := (SELECT {{details}}->name
                    FROM unnest(ARRAY['rejection_reasons', 'failure_reasons', 'gate_failures', 'failures', 'reasons', 'failure_reason', 'reason'])
                        WITH ORDINALITY AS names (name, place)
                    WHERE jsonb_typeof({{details}}->name) IN ('array', 'string') AND {{details}}->name NOT IN ('[]', '""')
                    ORDER BY place LIMIT 1);
            BEGIN
                found := COALESCE(found, NULLIF(NULLIF({{details}}, '{}'), 'null'));
                {{reasons}} := CASE jsonb_typeof(found)
                    WHEN 'array' THEN ARRAY(
                        SELECT left(reason, {{RetrainingDecision.MaxReasonLength}}) FROM jsonb_array_elements_text(found) AS reason WHERE reason <> '')
                    WHEN 'string' THEN ARRAY[left(found #>> '{}', {{RetrainingDecision.MaxReasonLength}})]
                    WHEN 'object' THEN ARRAY[left(found::text, {{RetrainingDecision.MaxReasonLength}})]
                    ELSE {{reasons}} END;
                RETURN NEW;
            END $function$
            """);
    }
}
