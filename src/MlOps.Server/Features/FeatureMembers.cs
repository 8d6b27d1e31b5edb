using MlOps.Domain.Features;
using MlOps.Server.Reading;

namespace MlOps.Server.Features;

/// <summary>The members with the inputs of a prediction: by name in an object, or in the order of their schema in arrays.</summary>
internal sealed class FeatureMembers(ItemMembers members)
{
    private readonly ItemMember _schema = members.Add("feature_schema", typeof(string));
    private readonly ItemMember _version = members.Add("feature_schema_version", typeof(int));

    public ItemMember Features { get; } = members.Add("features", typeof(ReadOnlyMemory<byte>));

    public ItemMember Categories { get; } = members.Add("categories", typeof(ReadOnlyMemory<byte>));

    public ItemMember Attributions { get; } = members.Add("attributions", typeof(ReadOnlyMemory<byte>));

    public ItemMember Method { get; } = members.Add("attribution_method", typeof(string));

    /// <summary>The schema that the item names.</summary>
    /// <exception cref="ItemRefusal">It names none, or there is none of that name.</exception>
    public FeatureSchema RequireSchema(ItemValues values)
    {
        var name = new SchemaName((string)values.Require(_schema), (int?)values[_version]);
        if (name.Name.Length > FeatureSchema.MaxNameLength)
            throw new ItemRefusal(_schema.Name, $"must have at most {FeatureSchema.MaxNameLength} characters; it has {name.Name.Length}");

        return values.FindSchema(name) ?? throw new ItemRefusal(
            _schema.Name,
            $"must name a schema of features; there is none named '{name.Name}'" +
            (name.Version is { } version ? $" with version {version}" : ""));
    }
}
