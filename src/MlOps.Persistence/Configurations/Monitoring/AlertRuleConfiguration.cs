using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class AlertRuleConfiguration : IEntityTypeConfiguration<AlertRule>
{
    public const string UniqueName = "ix_ml_alert_rules_tenant_id_name";

    public void Configure(EntityTypeBuilder<AlertRule> builder)
    {
        builder.ToTable("ml_alert_rules");
        builder.Property(rule => rule.Enabled).HasSqlDefault("true");
        builder.Property(rule => rule.RequiredBreaches).HasSqlDefault("1");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(rule => rule.UpdatedAt);

        builder.HasIndex(rule => new { rule.TenantId, rule.Name }).IsUnique().HasDatabaseName(UniqueName);

        builder.HasFiniteCheck(rule => rule.Threshold);
        builder.HasCheck("window_length", "window_length > interval '0'");
        builder.HasFiniteCheck(rule => rule.ClearThreshold);
        builder.HasCheck(
            "threshold_order",
            "(case condition when 'above' then clear_threshold <= threshold when 'below' then clear_threshold >= threshold end) " +
            "is not false");
        builder.HasRangeCheck(rule => rule.RequiredBreaches, 1, AlertRule.MaxRequiredBreaches);
        builder.HasCheck("silenced", "(silenced_until is null) = (silenced_by is null)");
        builder.HasCheck("alarm", "severity <> 'none'");
    }
}
