using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    public void Configure(EntityTypeBuilder<LegalHold> builder)
    {
        builder.ToTable("ml_legal_holds");
        builder.IsAudited();
        builder.HasRowVersion();
        builder.HasUpdatedAtTrigger(hold => hold.UpdatedAt);
        builder.HasLogin(hold => hold.PlacedLogin, hold => hold.CreatedAt);
        builder.HasLogin(hold => hold.ReleasedLogin, hold => hold.ReleasedAt);
        builder.Property(hold => hold.PlacedBy).IsAuthor();
        builder.Property(hold => hold.ReleasedBy).IsAuthor();

        // An application may release a hold, and not make it disappear.
        builder.GrantTo(MlOpsRoles.App, TableRights.Select | TableRights.Insert | TableRights.Update);
        builder.GrantTo(MlOpsRoles.Service, TableRights.Select | TableRights.Insert | TableRights.Update);

        builder.HasIndex(hold => new { hold.TenantId, hold.CreatedAt });

        builder.HasCheck("scope", "num_nonnulls(model_name, window_start, prediction_id) <= 1");
        builder.HasCheck("window", "(window_start is null) = (window_end is null) and window_start < window_end");
        builder.HasCheck(
            "released",
            "num_nonnulls(released_at, released_by, release_reason) in (0, 3) and created_at <= released_at");
    }
}
