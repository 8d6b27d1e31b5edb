using MlOps.Server.Reading;

namespace MlOps.Server.Requests;

/// <summary>An item found no place in the queue of its tenant.</summary>
internal sealed class ItemOverload() : ItemRefusal(null, "found the queue of its tenant full, and was not accepted");
