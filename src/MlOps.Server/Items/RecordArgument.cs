using System.Reflection;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>A record of optional properties, each of them a member of the item.</summary>
internal sealed class RecordArgument(ConstructorInfo constructor, IReadOnlyList<(PropertyInfo Property, IItemArgument Value)> parts)
    : IItemArgument
{
    public object Make(ItemValues values)
    {
        var record = constructor.Invoke(null);
        foreach (var (property, part) in parts)
        {
            // What the item does not have stays as the record has it.
            if (part.Make(values) is { } value)
                property.SetValue(record, value);
        }

        return record;
    }
}
