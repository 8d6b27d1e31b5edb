using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>What items of one table become: entities of its class, or of a class that derives from it and has a table of its own.</summary>
internal sealed class ItemKind
{
    private readonly ItemFactory _factory;
    private readonly LabelMembers? _label;
    private readonly Dictionary<string, ItemKind> _leaves;
    private readonly ItemMember? _discriminator;

    /// <param name="factory">Makes the entities.</param>
    /// <param name="discriminator">The member that names the leaf: the service of a prediction, the type of an event.</param>
    /// <param name="leaves">The leaves by the value of that member.</param>
    /// <param name="isSliced">Whether the id decides in which slice a row is, so that it must hold the time.</param>
    public ItemKind(ItemFactory factory, string? discriminator, IEnumerable<KeyValuePair<string, ItemKind>> leaves, bool isSliced)
    {
        IsSliced = isSliced;
        _factory = factory;
        _leaves = leaves.ToDictionary(StringComparer.Ordinal);
        _label = typeof(Prediction).IsAssignableFrom(factory.Type) ? new LabelMembers(factory.Members) : null;
        _discriminator = discriminator is null ? null : factory.Members.Add(discriminator, typeof(string));
    }

    public Type Type => _factory.Type;

    /// <summary>Whether an id must hold the time of its row.</summary>
    public bool IsSliced { get; }

    public ItemMembers Members => _factory.Members;

    public ItemMember Id => _factory.Id;

    public ItemMember Time => _factory.Time;

    /// <summary>The kind of an item: a leaf, if it has a member that only the leaf has.</summary>
    public ItemKind Of(ReadOnlySpan<byte> item)
    {
        if (_leaves.Count == 0 || FindText(item, _discriminator!.Name) is not { } name || !_leaves.TryGetValue(name, out var leaf))
            return this;

        var reader = new Utf8JsonReader(item);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = reader.GetString();
            if (Members.Find(member) is null && leaf.Members.Find(member) is not null)
                return leaf;

            reader.Skip();
        }

        return this;
    }

    /// <exception cref="ItemRefusal">The values break a rule.</exception>
    public object Make(ItemValues values)
    {
        var made = _factory.Make(values);
        if (made is Prediction prediction)
            Label(prediction, values);

        return made;
    }

    private static string? FindText(ReadOnlySpan<byte> item, string name)
    {
        var reader = new Utf8JsonReader(item);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
                return reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

            reader.Skip();
        }

        return null;
    }

    private void Label(Prediction prediction, ItemValues values)
    {
        try
        {
            _label!.Record(prediction, values);
        }
        catch (DomainException e)
        {
            throw new ItemRefusal(null, e.Message.TrimEnd('.'));
        }

        if (_discriminator is not null && values[_discriminator] is string service && service != prediction.ServiceName)
            throw new ItemRefusal(_discriminator.Name, $"must be '{prediction.ServiceName}'; it was '{service}'");
    }
}
