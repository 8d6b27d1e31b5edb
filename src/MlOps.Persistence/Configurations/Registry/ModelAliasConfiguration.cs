using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class ModelAliasConfiguration : IEntityTypeConfiguration<ModelAlias>
{
    public const string OneOpen = "ux_model_aliases_one_open";

    public void Configure(EntityTypeBuilder<ModelAlias> builder)
    {
        builder.ToTable("model_aliases");
        builder.Property(alias => alias.ValidFrom).HasSqlDefault("now()");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(alias => alias.UpdatedAt);
        builder.HasLogin(alias => alias.SetLogin, alias => alias.ValidFrom);
        builder.HasLogin(alias => alias.ClosedLogin, alias => alias.ValidTo);
        builder.Property(alias => alias.SetBy).IsAuthor();
        builder.Property(alias => alias.ClosedBy).IsAuthor();

        builder.Property(alias => alias.Version).HasColumnName("model_version");

        builder.HasOne(alias => alias.ModelVersion).WithMany(version => version.Aliases)
            .HasForeignKey(alias => new { alias.TenantId, alias.ModelVersionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(alias => new { alias.TenantId, alias.ModelName, alias.Alias }, OneOpen)
            .IsUnique().HasFilter("valid_to is null");
        builder.HasIndex(alias => new { alias.TenantId, alias.ModelName, alias.Alias, alias.ValidFrom });

        builder.HasCheck("period", "valid_from <= valid_to");
        builder.HasCheck("closed", "(valid_to is null) = (closed_by is null)");
    }
}
