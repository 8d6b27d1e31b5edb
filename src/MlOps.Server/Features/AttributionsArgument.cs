using MlOps.Domain.Predictions;
using MlOps.Server.Reading;

namespace MlOps.Server.Features;

/// <summary>How much each feature contributed, in the order of all features of the schema.</summary>
internal sealed class AttributionsArgument(FeatureMembers members) : IItemArgument
{
    public object? Make(ItemValues values) => values.Raw(members.Attributions) is { IsEmpty: false } array
        ? new FeatureAttributions(
            (string)values.Require(members.Method), FeatureArrays.ReadNumbers(members.Attributions, array.Span))
        : null;
}
