using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Governance;
using MlOps.Persistence.Tenancy;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Governance;

internal sealed class LegalHoldConfiguration : IEntityTypeConfiguration<LegalHold>
{
    private const string Keep =
        """
        RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
            RAISE EXCEPTION 'A legal hold cannot be changed. Release it, and place another one.' USING ERRCODE = 'restrict_violation';
        END $function$
        """;

    // All but the release, and that once.
    private const string Changed =
        """
        WHEN (OLD.released_at IS NOT NULL
            OR (OLD.tenant_id, OLD.id, OLD.created_at, OLD.reason, OLD.placed_by) IS DISTINCT FROM
                (NEW.tenant_id, NEW.id, NEW.created_at, NEW.reason, NEW.placed_by)
            OR (OLD.model_name, OLD.window_start, OLD.window_end, OLD.prediction_id) IS DISTINCT FROM
                (NEW.model_name, NEW.window_start, NEW.window_end, NEW.prediction_id))
        """;

    /// <summary>Adds the function that the trigger of the table calls.</summary>
    public static void AddFunction(ModelBuilder modelBuilder) => modelBuilder.HasSqlFunction("mlops_keep_legal_hold()", Keep);

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

        builder.HasSqlTrigger("keep_legal_hold", "BEFORE UPDATE", $"{Changed} EXECUTE FUNCTION mlops_keep_legal_hold()");

        builder.HasIndex(hold => new { hold.TenantId, hold.CreatedAt });

        builder.HasCheck("scope", "num_nonnulls(model_name, window_start, prediction_id) <= 1");
        builder.HasCheck("window", "(window_start is null) = (window_end is null) and window_start < window_end");
        builder.HasCheck(
            "released",
            "num_nonnulls(released_at, released_by, release_reason) in (0, 3) and created_at <= released_at");
    }
}
