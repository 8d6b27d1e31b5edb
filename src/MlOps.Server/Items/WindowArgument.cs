using MlOps.Domain;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>A window of time, of two members.</summary>
internal sealed class WindowArgument(ItemMember start, ItemMember end) : IItemArgument
{
    public object Make(ItemValues values) =>
        new TimeWindow((DateTimeOffset)values.Require(start), (DateTimeOffset)values.Require(end));
}
