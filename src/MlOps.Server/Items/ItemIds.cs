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
internal sealed class ItemIds(Guid tenantId, string? key)
{
    // Equal items of one request are different ones all the same.
    private readonly Dictionary<string, int> _seen = [];

    /// <summary>The id of an item; null if it may have any.</summary>
    public Guid? Find(DateTimeOffset createdAt, ReadOnlySpan<byte> item, bool hasTime)
    {
        if (key is null)
            return null;

        if (!hasTime)
            throw new ItemRefusal(ItemArguments.Time, "must be given with an Idempotency-Key");

        // By its content and not by its place: a client may send the rest of a request again.
        var content = Convert.ToHexString(SHA256.HashData(item));
        var count = _seen[content] = _seen.GetValueOrDefault(content) + 1;
        return Derive(tenantId, string.Create(CultureInfo.InvariantCulture, $"{content}/{count}/{key}"), createdAt);
    }

    /// <summary>An id that is the same whenever the same thing is sent.</summary>
    public static Guid Derive(Guid tenantId, string name, DateTimeOffset createdAt) =>
        Uuid7.Create(createdAt, BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{tenantId}/{name}"))));
}
