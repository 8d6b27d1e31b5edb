using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Monitoring;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Monitoring;

internal sealed class AlertStateConfiguration : IEntityTypeConfiguration<AlertState>
{
    public void Configure(EntityTypeBuilder<AlertState> builder)
    {
        builder.ToTable("ml_alert_states");
        builder.Property(state => state.Breaches).HasSqlDefault("0");
        builder.Property(state => state.EvaluatedAt).HasSqlDefault("now()");
        builder.IsNotRecorded();
        builder.HasRowVersion();

        builder.HasOne(state => state.Rule).WithMany()
            .HasForeignKey(state => new { state.TenantId, state.RuleId })
            .OnDelete(DeleteBehavior.Cascade);

        builder.HasIndex(state => new { state.TenantId, state.RuleId, state.Subject }, "ux_ml_alert_states_subject").IsUnique();

        builder.HasFiniteCheck(state => state.Value);
        builder.HasCheck("value_or_reason", "num_nonnulls(value, missing_reason) = 1");
        builder.HasCheck("breaches", "breaches between 0 and 1000 and (breaches > 0) = (breached_since is not null)");
    }
}
