using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain.Predictions;

namespace MlOps.Persistence.Configurations.Predictions;

internal sealed class DeadLetterConfiguration : IEntityTypeConfiguration<DeadLetter>
{
    private const string Checksum = "PayloadMd5";

    public void Configure(EntityTypeBuilder<DeadLetter> builder)
    {
        builder.ToTable("ml_dead_letters");
        builder.HasRowVersion();

        // A batch that is stored again after a crash must not write a letter twice. Two labels of one prediction may
        // each have a letter.
        builder.Property<string>(Checksum).HasComputedColumnSql("md5(payload)", stored: true);
        builder.HasIndex(nameof(DeadLetter.TenantId), nameof(DeadLetter.ContentId), nameof(DeadLetter.Kind), Checksum)
            .IsUnique();

        builder.HasCheck("attempts", "attempts > 0");
    }
}
