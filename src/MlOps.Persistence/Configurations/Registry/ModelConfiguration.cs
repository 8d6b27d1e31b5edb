using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class ModelConfiguration : IEntityTypeConfiguration<Model>
{
    public void Configure(EntityTypeBuilder<Model> builder)
    {
        builder.ToTable("ml_models");
        builder.IsAudited();
        builder.HasAlternateKey(model => new { model.TenantId, model.Name });
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(model => model.UpdatedAt);
    }
}
