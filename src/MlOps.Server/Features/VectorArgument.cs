using System.Text.Json;
using MlOps.Domain.Features;
using MlOps.Server.Reading;

namespace MlOps.Server.Features;

/// <summary>The inputs of a prediction.</summary>
internal sealed class VectorArgument(FeatureMembers members) : IItemArgument
{
    public object? Make(ItemValues values)
    {
        var (features, categories) = (values.Raw(members.Features), values.Raw(members.Categories));
        if (features.IsEmpty)
        {
            return categories.IsEmpty
                ? null
                : throw new ItemRefusal(members.Features.Name, $"must be given, since there are {members.Categories.Name}");
        }

        var schema = members.RequireSchema(values);
        var reader = new Utf8JsonReader(features.Span);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return FeatureVector.Of(
                schema,
                FeatureArrays.ReadNumbers(members.Features, features.Span),
                categories.IsEmpty ? [] : FeatureArrays.ReadTexts(members.Categories, categories.Span));
        }

        if (reader.TokenType != JsonTokenType.StartObject)
            throw new ItemRefusal(members.Features.Name, "must be an object of values by name, or an array of numbers");

        if (!categories.IsEmpty)
            throw new ItemRefusal(members.Categories.Name, "must not be given, since the features have their names");

        return ReadObject(schema, ref reader);
    }

    private FeatureVector ReadObject(FeatureSchema schema, ref Utf8JsonReader reader)
    {
        var layout = FeatureLayout.Of(schema);
        var (numbers, categories) = (new double?[schema.NumberCount], new string?[schema.CategoryCount]);
        Span<char> name = stackalloc char[FeatureSchema.MaxNameLength];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var feature = reader.ValueSpan.Length <= name.Length ? layout.Find(name[..reader.CopyString(name)]) : null;
            if (feature is null)
                throw new ItemRefusal(members.Features.Name, $"must be those of {schema}; it has none named '{reader.GetString()}'");

            reader.Read();
            if (feature.Type == FeatureType.Number)
                numbers[feature.Position - 1] = FeatureArrays.ReadNumber(members.Features, feature.Name, ref reader);
            else
                categories[feature.Position - 1] = FeatureArrays.ReadText(members.Features, feature.Name, ref reader);
        }

        return FeatureVector.Of(schema, numbers, categories);
    }
}
