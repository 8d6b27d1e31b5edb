using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Persistence.Conventions;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class ModelVersionConfiguration : IEntityTypeConfiguration<ModelVersion>
{
    public const string OneInProduction = "ux_model_versions_one_in_production";

    public void Configure(EntityTypeBuilder<ModelVersion> builder)
    {
        builder.ToTable("model_versions");
        builder.HasRowVersion();

        builder.Property(version => version.ModelName).HasMaxLength(Model.MaxNameLength);
        builder.Property(version => version.Version).HasColumnName("model_version").HasMaxLength(ModelVersion.MaxVersionLength);
        builder.Property(version => version.MlflowRunId).HasMaxLength(ModelVersion.MaxRunIdLength);
        builder.Property(version => version.ArtifactReference).HasMaxLength(Artifact.MaxReferenceLength);
        builder.Property(version => version.ArtifactChecksum).HasMaxLength(Artifact.MaxChecksumLength);
        builder.Property(version => version.EncryptionKeyId).HasMaxLength(ModelVersion.MaxRunIdLength);
        builder.Property(version => version.PromotedBy).HasMaxLength(StageChange.MaxByLength);
        // Existing queries ask for 'Production', not 'production'.
        builder.Property(version => version.Stage).HasConversion(new EnumText<ModelStage>(stage => stage.ToString()));

        builder.HasOne<Model>().WithMany()
            .HasForeignKey(version => new { version.TenantId, version.ModelName })
            .HasPrincipalKey(model => new { model.TenantId, model.Name })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(version => new { version.TenantId, version.ModelName, version.Version }).IsUnique();
        // The stage is a column of it so that EF, which looks at columns alone, retires the old version first.
        builder.HasIndex(version => new { version.TenantId, version.ModelName, version.Stage }, OneInProduction)
            .IsUnique().HasFilter("stage = 'Production'");

        builder.HasRangeCheck("f1_score", 0, 1);
        builder.HasRangeCheck("brier_score", 0, 2);
        builder.HasCheck("stage_needs_training", "stage = 'None' or status in ('active', 'retired')");
    }
}
