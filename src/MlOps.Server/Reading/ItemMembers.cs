using System.Collections.Frozen;
using System.Text.Json;

namespace MlOps.Server.Reading;

/// <summary>The members that items of one kind may have.</summary>
internal sealed class ItemMembers
{
    private readonly List<ItemMember> _all = [];
    private FrozenDictionary<string, ItemMember>? _byName;

    public int Count => _all.Count;

    public IReadOnlyList<ItemMember> All => _all;

    /// <summary>Adds a member for a property or a parameter of C#, or finds the one that is there.</summary>
    public ItemMember Add(string name, Type type)
    {
        var spelled = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        var member = _all.Find(other => other.Name == spelled);
        if (member is null)
            _all.Add(member = new ItemMember(spelled, type, _all.Count));

        return member;
    }

    public ItemMember? Find(ReadOnlySpan<char> name) => Lookup.TryGetValue(name, out var member) ? member : null;

    private FrozenDictionary<string, ItemMember>.AlternateLookup<ReadOnlySpan<char>> Lookup =>
        (_byName ??= _all.ToFrozenDictionary(member => member.Name, StringComparer.Ordinal)).GetAlternateLookup<ReadOnlySpan<char>>();
}
