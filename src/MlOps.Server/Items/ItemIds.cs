using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MlOps.Domain;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>
/// Makes the ids of items that have none. With an Idempotency-Key the same request has the same ids again, so that nothing of it is stored
/// twice.
/// </summary>
/// <param name="tenantId">The tenant.</param>
/// <param name="key">The key of the request; null without one.</param>
/// <param name="time">The time at which the key was first used; null if no item needs it.</param>
internal sealed class ItemIds(Guid tenantId, string? key, DateTimeOffset? time)
{
    /// <summary>The time of items that have none.</summary>
    public DateTimeOffset? Time => time;

    /// <summary>The id of an item; null if it may have any.</summary>
    public Guid? Find(DateTimeOffset createdAt, long index, bool hasTime)
    {
        if (key is null)
            return null;

        if (!hasTime && time is null)
            throw new ItemRefusal(ItemArguments.Time, "must be given with an Idempotency-Key");

        return Derive(tenantId, string.Create(CultureInfo.InvariantCulture, $"{index}/{key}"), createdAt);
    }

    /// <summary>An id that is the same whenever the same thing is sent.</summary>
    public static Guid Derive(Guid tenantId, string name, DateTimeOffset createdAt) =>
        Uuid7.Create(createdAt, BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}/{name}"))));
}
