using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Retraining;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Retraining;

internal sealed class RetrainingRequestConfiguration : IEntityTypeConfiguration<RetrainingRequest>
{
    public const string OneOpen = "ux_ml_retraining_requests_one_open";

    public void Configure(EntityTypeBuilder<RetrainingRequest> builder)
    {
        builder.ToTable("ml_retraining_requests");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(request => request.UpdatedAt);
        builder.HasLogin(request => request.RequestedLogin, request => request.CreatedAt);
        builder.HasLogin(request => request.ClosedLogin, request => request.ClosedAt);
        builder.Property(request => request.RequestedBy).IsAuthor();
        builder.Property(request => request.ClosedBy).IsAuthor();

        builder.HasOne(request => request.AnswerVersion).WithMany()
            .HasForeignKey(request => new { request.TenantId, request.AnswerVersionId })
            .OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(request => request.Decision).WithMany()
            .HasForeignKey(request => new { request.TenantId, request.DecisionId })
            .OnDelete(DeleteBehavior.Restrict);

        builder.HasIndex(request => new { request.TenantId, request.ModelName }, OneOpen)
            .IsUnique().HasFilter("closed_at is null");
        builder.HasIndex(request => new { request.TenantId, request.ModelName, request.CreatedAt });

        builder.HasCheck("answered", "(answered_at is null) = (answer_version_id is null) and created_at <= answered_at");
        builder.HasCheck(
            "closed",
            "(closed_at is null) = (closed_by is null) and num_nonnulls(decision_id, withdrawal_reason) = num_nonnulls(closed_at) " +
            "and greatest(created_at, answered_at) <= closed_at");
        builder.HasCheck("decided", "decision_id is null or answer_version_id is not null");
    }
}
