using MlOps.Server.Reading;

namespace MlOps.Server.Requests;

/// <summary>An item as it was sent, or the reason why it cannot be read.</summary>
internal readonly record struct ItemFrame(ReadOnlyMemory<byte> Bytes, ItemRefusal? Refusal)
{
    public ItemFrame(ReadOnlyMemory<byte> bytes)
        : this(bytes, null)
    {
    }

    public ItemFrame(ItemRefusal refusal)
        : this(default, refusal)
    {
    }
}
