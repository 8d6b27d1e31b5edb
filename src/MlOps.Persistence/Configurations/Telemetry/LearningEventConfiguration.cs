using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class LearningEventConfiguration : IEntityTypeConfiguration<LearningEvent>
{
    public void Configure(EntityTypeBuilder<LearningEvent> builder)
    {
        builder.ToTable("learning_events");
        builder.UseTptMappingStrategy();
        builder.IsAppendOnly();
        builder.IsNotRecorded();
        builder.IsSlicedByTime(happened => happened.Id, SliceInterval.Month, happened => happened.CreatedAt);

        builder.HasIndex(happened => new { happened.TenantId, happened.EventType, happened.CreatedAt });
        builder.HasIndex(happened => new { happened.TenantId, happened.SubjectId, happened.CreatedAt });
    }
}
