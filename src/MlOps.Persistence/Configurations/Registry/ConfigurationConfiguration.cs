using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Registry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Registry;

internal sealed class ConfigurationConfiguration : IEntityTypeConfiguration<Configuration>
{
    public void Configure(EntityTypeBuilder<Configuration> builder)
    {
        builder.ToTable("ml_configurations");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(configuration => configuration.UpdatedAt);

        builder.HasIndex(configuration => new { configuration.TenantId, configuration.ResourceId }).IsUnique();
    }
}
