using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class DataQualityResultConfiguration : IEntityTypeConfiguration<DataQualityResult>
{
    public void Configure(EntityTypeBuilder<DataQualityResult> builder)
    {
        builder.ToTable("data_quality_results");

        builder.Ignore(result => result.Window);

        builder.HasOne(result => result.Check).WithMany(check => check.Results)
            .HasForeignKey(result => new { result.TenantId, result.CheckId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(result => new { result.TenantId, result.CheckId, result.CreatedAt });

        builder.HasCheck("rows", "passed_rows >= 0 and failed_rows >= 0");
        builder.HasRangeCheck(result => result.Score, 0, 1);
        builder.HasCheck(
            "share",
            "score = case when passed_rows = 0 and failed_rows = 0 then 1 " +
            "else passed_rows / (passed_rows::double precision + failed_rows) end");
        builder.HasRangeCheck(result => result.Threshold, 0, 1);
        builder.HasCheck("passed", "passed = (score >= threshold)");
        builder.HasCheck("window", "window_start < window_end");
    }
}
