using MlOps.Domain.Features;

namespace MlOps.Server.Reading;

/// <summary>The values of one item, by the members of its kind.</summary>
internal sealed class ItemValues(ItemMembers members, Func<SchemaName, FeatureSchema?> findSchema)
{
    private readonly object?[] _values = new object?[members.Count];
    private readonly ReadOnlyMemory<byte>[] _raw = new ReadOnlyMemory<byte>[members.Count];

    public object? this[ItemMember member]
    {
        get => _values[member.Index];
        set => _values[member.Index] = value;
    }

    /// <summary>Finds a schema of features by its name.</summary>
    public FeatureSchema? FindSchema(SchemaName name) => findSchema(name);

    /// <summary>The value as it was sent; empty if it was not.</summary>
    public ReadOnlyMemory<byte> Raw(ItemMember member) => _raw[member.Index];

    public void SetRaw(ItemMember member, ReadOnlyMemory<byte> value) => _raw[member.Index] = value;

    /// <exception cref="ItemRefusal">The item does not have it.</exception>
    public object Require(ItemMember member) => this[member] ?? throw new ItemRefusal(member.Name, "must be given");
}
