namespace MlOps.Server.Reading;

/// <summary>An item has more bytes than one may have.</summary>
internal sealed class ItemTooLarge(int maxBytes) : ItemRefusal(null, $"must have at most {maxBytes} bytes");
