using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class UserSessionEventConfiguration : IEntityTypeConfiguration<UserSessionEvent>
{
    public void Configure(EntityTypeBuilder<UserSessionEvent> builder)
    {
        builder.ToTable("user_session_learning_events");

        builder.HasIndex(happened => new { happened.TenantId, happened.SessionId });

        builder.HasNotNegativeCheck(happened => happened.DurationMs);
    }
}
