using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class PredictionConfiguration : IEntityTypeConfiguration<Prediction>
{
    /// <summary>Adds the function that the trigger of the table calls.</summary>
    public static void AddFunction(ModelBuilder modelBuilder) => modelBuilder.HasSqlFunction("mlops_set_labelled_at", SetLabelledAt);

    public void Configure(EntityTypeBuilder<Prediction> builder)
    {
        builder.ToTable("ml_predictions");
        builder.Property(prediction => prediction.Source).HasSqlDefault($"'{PredictionSources.MlModel}'");
        builder.UseTptMappingStrategy();
        builder.IsSlicedByTime(prediction => prediction.Id, SliceInterval.Month, prediction => prediction.CreatedAt);
        // A label updates its prediction once. With room on the same page, the update writes no new index entries.
        builder.HasStorageParameter("fillfactor", 70);

        builder.Property(prediction => prediction.Error)
            .HasComputedColumnSql("abs(predicted_value - actual_value)", stored: true);
        // A label is recorded once, and corrected with a reason.
        builder.Property(prediction => prediction.ActualValue).IsFilledOnce();
        builder.Property(prediction => prediction.LabelledAt).IsFilledOnce();
        builder.Property(prediction => prediction.LabelSource).IsFilledOnce();
        builder.Property(prediction => prediction.SupersededLabels)
            .HasConversion<ListConverter<SupersededLabel>, ReplacedValueComparer<IReadOnlyList<SupersededLabel>>>()
            .HasColumnType("jsonb").IsRequired(false).IsFilledOnce().IsAudited();
        builder.Property(prediction => prediction.Revision).IsRevision();
        builder.Ignore(prediction => prediction.ConfidenceInterval);
        builder.HasTimeOfInsert(prediction => prediction.ReceivedAt);
        // A label that comes with its prediction was known then, if its writer names no time.
        builder.HasSqlTrigger(
            "set_labelled_at", "BEFORE INSERT",
            "WHEN (NEW.labelled_at IS NULL AND NEW.actual_value IS NOT NULL) EXECUTE FUNCTION mlops_set_labelled_at()");
        builder.HasTimeOfChange(prediction => prediction.LabelReceivedAt, prediction => prediction.LabelledAt);

        builder.HasOne(prediction => prediction.RegisteredVersion).WithMany()
            .HasForeignKey(prediction => new { prediction.TenantId, prediction.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(prediction => new { prediction.TenantId, prediction.ModelVersionId })
            .HasFilter("model_version_id is not null");
        builder.HasIndex(prediction => new { prediction.TenantId, prediction.RequestId })
            .HasFilter("request_id is not null");
        builder.HasIndex(prediction => new { prediction.TenantId, prediction.ServiceName, prediction.CreatedAt });
        // Rows are stored in the order in which they come, so an entry for many pages is enough to find those that came lately.
        builder.HasIndex(prediction => new { prediction.TenantId, prediction.ReceivedAt })
            .HasMethod("brin").HasStorageParameter("autosummarize", true);
        builder.HasIndex(prediction => new { prediction.TenantId, prediction.CreatedAt }, "ix_ml_predictions_high_risk")
            .HasFilter("risk_level in ('high', 'critical')");

        builder.HasFiniteCheck(prediction => prediction.PredictedValue);
        builder.HasFiniteCheck(prediction => prediction.ActualValue);
        builder.HasRangeCheck(prediction => prediction.Confidence, 0, 1);
        builder.HasCheck("confidence_interval", "confidence_lower <= confidence_upper");
        builder.HasFiniteCheck(prediction => prediction.ConfidenceLower);
        builder.HasFiniteCheck(prediction => prediction.ConfidenceUpper);
        builder.HasNotNegativeCheck(prediction => prediction.InferenceTimeMs);
        builder.HasCheck("answer", "predicted_value is not null or output is not null");
        builder.HasCheck("label", "(actual_value is null) = (labelled_at is null)");
        builder.HasCheck("label_source", "label_source is null or actual_value is not null");
        builder.HasCheck(
            "feature_schema", "feature_schema_id is not null or num_nonnulls(features, categories, attributions) = 0");
        builder.HasCheck("attributions", "(attributions is null) = (attribution_method is null)");
    }

    // It reads and writes the row alone, since the table has slices.
    private static SqlFunction SetLabelledAt(ViewNames names)
    {
        var p = names.Table<Prediction>("p");
        return new SqlFunction(
            "",
            $"""
            RETURNS trigger LANGUAGE plpgsql AS $function$
            BEGIN
                NEW.{p.Assigned(x => x.LabelledAt)} := NEW.{p.Assigned(x => x.CreatedAt)};
                RETURN NEW;
            END $function$
            """);
    }
}
