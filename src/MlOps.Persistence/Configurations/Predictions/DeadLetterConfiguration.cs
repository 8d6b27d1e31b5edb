using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class DeadLetterConfiguration : IEntityTypeConfiguration<DeadLetter>
{
    private const string Checksum = "PayloadSha256";

    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("ml_dead_letters");
        builder.Property(letter => letter.Attempts).HasSqlDefault("1");
        builder.Property(letter => letter.LastAttemptAt).HasSqlDefault("now()");
        builder.HasRowVersion();

        // A batch that is stored again after a crash must not write a letter twice. Two labels of one prediction may
        // each have a letter.
        // The cast reads backslashes as escapes. convert_to would depend on settings, so that no column may be computed by it.
        builder.Property<string>(Checksum).HasComputedColumnSql(
            """encode(sha256(replace(payload, '\', '\\')::bytea), 'hex')""", stored: true);
        builder.HasIndex(nameof(DeadLetter.TenantId), nameof(DeadLetter.ContentId), nameof(DeadLetter.Kind), Checksum)
            .IsUnique();

        builder.HasCheck("attempts", "attempts > 0");
    }
}
