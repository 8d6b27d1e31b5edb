using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class ModelVersionConfiguration : IEntityTypeConfiguration<ModelVersion>
{
    public const string OneInProduction = "ux_model_versions_one_in_production";
    public const string ProductionSlot = "ProductionSlot";

    public void Configure(EntityTypeBuilder<ModelVersion> builder)
    {
        builder.ToTable("model_versions");
        builder.Property(version => version.StageChangedAt).HasSqlDefault("now()");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(version => version.UpdatedAt);
        builder.HasLogin(version => version.PromotedLogin, version => version.PromotedAt);
        builder.Property(version => version.PromotedBy).IsAuthor();

        builder.Property(version => version.Version).HasColumnName("model_version");
        // Existing queries ask for 'Production', not 'production'.
        builder.Property(version => version.Stage).HasConversion<EnumName<ModelStage>>().HasSqlDefault($"'{ModelStage.None}'");

        builder.HasOne(version => version.Model).WithMany(model => model.Versions)
            .HasForeignKey(version => new { version.TenantId, version.ModelName })
            .HasPrincipalKey(model => new { model.TenantId, model.Name })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasOne(version => version.FeatureSchema).WithMany()
            .HasForeignKey(version => new { version.TenantId, version.FeatureSchemaId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(version => new { version.TenantId, version.ModelName, version.Version }).IsUnique();
        // EF compares the values of the indexed columns to archive the old version first. With the stage as a column, a
        // rollback would be an exchange of values, and EF orders such updates at random. So a version that is not in
        // production has a value of its own. Because of the filter, updates of the stage need not wait for inserts that
        // refer to the version.
        builder.Property<Guid>(ProductionSlot)
            .HasComputedColumnSql($"case when stage = 'Production' then '{Guid.Empty}'::uuid else id end", stored: true)
            .HasValueGeneratorFactory<ProductionSlotGeneratorFactory>();
        builder.HasIndex(
                [nameof(ModelVersion.TenantId), nameof(ModelVersion.ModelName), ProductionSlot], OneInProduction)
            .IsUnique().HasFilter("stage = 'Production'");

        builder.HasRangeCheck(version => version.F1Score, 0, 1);
        builder.HasRangeCheck(version => version.BrierScore, 0, 2);
        builder.HasNotNegativeCheck(version => version.ArtifactSizeBytes);
        builder.HasCheck(
            "artifact", "num_nonnulls(artifact_reference, artifact_size_bytes, artifact_checksum) in (0, 3)");
        builder.HasCheck("encryption", "(encrypted_model is null) = (encryption_key_id is null)");
        builder.HasCheck("failure_reason", "(status = 'failed') = (failure_reason is not null)");
        builder.HasCheck("promoted", "stage <> 'Production' or (promoted_at is not null and promoted_by is not null)");
        builder.HasCheck("stage_needs_training", "stage = 'None' or status in ('active', 'retired')");
    }
}
