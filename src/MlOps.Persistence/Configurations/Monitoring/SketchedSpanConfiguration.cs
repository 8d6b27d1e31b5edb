using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class SketchedSpanConfiguration : IEntityTypeConfiguration<SketchedSpan>
{
    public void Configure(EntityTypeBuilder<SketchedSpan> builder)
    {
        builder.ToTable("ml_sketched_spans");
        builder.IsNotRecorded();

        builder.HasOne(span => span.Monitor).WithMany()
            .HasForeignKey(span => new { span.TenantId, span.MonitorId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasMany(span => span.Sketches).WithOne(sketch => sketch.Span)
            .HasForeignKey(sketch => new { sketch.TenantId, sketch.SpanId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(span => new { span.TenantId, span.MonitorId, span.StartsAt, span.Hours }, "ux_ml_sketched_spans_start").IsUnique();

        builder.HasCheck("hours", "hours in (1, 24)");
        builder.HasCheck(
            "starts_at",
            "date_trunc(case hours when 1 then 'hour' else 'day' end, starts_at at time zone 'UTC') = starts_at at time zone 'UTC'");
        builder.HasCheck("num_predictions", "num_predictions >= 0");
    }
}
