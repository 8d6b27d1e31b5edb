using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Telemetry;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Telemetry;

internal sealed class CapacityForecastConfiguration : IEntityTypeConfiguration<CapacityForecast>
{
    public void Configure(EntityTypeBuilder<CapacityForecast> builder)
    {
        builder.ToTable("capacity_planning_metrics");
        builder.IsSlicedByTime(forecast => forecast.Id, SliceInterval.Month, forecast => forecast.CreatedAt);

        builder.HasIndex(forecast => new { forecast.TenantId, forecast.Kind, forecast.Resource, forecast.CreatedAt });

        builder.HasCheck("samples", "samples >= 3");
        builder.HasFiniteCheck(forecast => forecast.GrowthPerDay);
        builder.HasFiniteCheck(forecast => forecast.Forecast);
        builder.HasNotNegativeCheck(forecast => forecast.ForecastError);
        builder.HasCheck("capacity", "capacity > 0 and capacity < 'Infinity'");
        builder.HasCheck("full_at", "full_at is null or capacity is not null");
    }
}
