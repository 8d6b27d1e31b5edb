using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class FeatureSketchConfiguration : IEntityTypeConfiguration<FeatureSketch>
{
    public void Configure(EntityTypeBuilder<FeatureSketch> builder)
    {
        builder.ToTable("ml_feature_sketches");
        builder.IsNotRecorded();

        builder.HasOne(sketch => sketch.Bins).WithMany()
            .HasForeignKey(sketch => new { sketch.TenantId, sketch.BinsId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasCheck("counts", "cardinality(counts) > 0 and array_position(counts, null) is null and size >= 0 and missing >= 0");
        builder.HasCheck("segment", "(segment_name is not null) = coalesce(segment_kind = 'named', false)");
        builder.HasFiniteCheck(sketch => sketch.Mean);
        builder.HasNotNegativeCheck(sketch => sketch.SquaredDeviations);
        builder.HasCheck(
            "range",
            "num_nulls(lowest, highest) in (0, 2) and (lowest <= highest and lowest > '-Infinity' and highest < 'Infinity') is not false");
    }
}
