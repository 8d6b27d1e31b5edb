using MlOps.Domain.Statistics;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>A confidence interval, of two members. An item has both or none.</summary>
internal sealed class IntervalArgument(ItemMember lower, ItemMember upper) : IItemArgument
{
    public object? Make(ItemValues values) => (values[lower], values[upper]) switch
    {
        (null, null) => null,
        (double from, double to) => new ConfidenceInterval(from, to),
        (null, _) => throw new ItemRefusal(lower.Name, $"must be given, since there is {upper.Name}"),
        _ => throw new ItemRefusal(upper.Name, $"must be given, since there is {lower.Name}"),
    };
}
