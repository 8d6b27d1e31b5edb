using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>One value.</summary>
/// <param name="member">The member with the value.</param>
/// <param name="isRequired">Whether each item must have it.</param>
/// <param name="whenMissing">What an item without it has.</param>
internal sealed class ValueArgument(ItemMember member, bool isRequired, object? whenMissing) : IItemArgument
{
    public object? Make(ItemValues values) => isRequired ? values.Require(member) : values[member] ?? whenMissing;
}
