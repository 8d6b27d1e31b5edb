using MlOps.Domain;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>A window of time, of two members.</summary>
internal sealed class WindowArgument(ItemMember start, ItemMember end) : IItemArgument
{
    public object Make(ItemValues values)
    {
        var (from, to) = ((DateTimeOffset)values.Require(start), (DateTimeOffset)values.Require(end));
        return from < to ? new TimeWindow(from, to) : throw new ItemRefusal(end.Name, $"must be after {start.Name}; it was {to:O}");
    }
}
