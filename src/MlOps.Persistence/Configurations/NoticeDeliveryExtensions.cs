using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Domain;
using MlOps.Postgres;

namespace MlOps.Persistence.Configurations;

/// <summary>What the deliveries of all kinds of notices have in common.</summary>
internal static class NoticeDeliveryExtensions
{
    public static void IsDelivery<TDelivery>(this EntityTypeBuilder<TDelivery> builder)
        where TDelivery : NoticeDelivery
    {
        builder.Property(delivery => delivery.Attempts).HasSqlDefault("0");
        builder.Property(delivery => delivery.NextAttemptAt).HasSqlDefault("now()");
        builder.IsNotRecorded();
        builder.HasRowVersion();
        builder.HasIndex(
            delivery => new { delivery.TenantId, delivery.NextAttemptAt }, $"ix_{builder.Metadata.GetTableName()}_waiting")
            .HasFilter("delivered_at is null");
        builder.HasCheck("attempts", "attempts >= 0 and (attempts > 0 or num_nonnulls(delivered_at, last_error) = 0)");
        builder.HasCheck("outcome", "num_nonnulls(delivered_at, last_error) <= 1");
    }
}
