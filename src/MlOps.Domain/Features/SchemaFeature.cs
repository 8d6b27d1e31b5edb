using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Features;

/// <summary>One feature of a schema, with its place. It never changes.</summary>
public sealed class SchemaFeature : Entity
{
    private SchemaFeature()
    {
    }

    internal SchemaFeature(FeatureSchema schema, FeatureDefinition definition, int ordinal, int position)
        : base(schema.CreatedAt)
    {
        SchemaId = schema.Id;
        (Name, Type) = (definition.Name, definition.Type);
        (Ordinal, Position) = (ordinal, position);
        Description = definition.Description;
        (ExpectedMin, ExpectedMax) = CheckRange(definition);
        FeatureId = definition.Feature?.Id;
    }

    public Guid SchemaId { get; private set; }

    [MaxLength(Feature.MaxNameLength)]
    public string Name { get; private set; } = null!;

    public FeatureType Type { get; private set; }

    /// <summary>Its place among all features of the schema, from 1. Attributions follow this order.</summary>
    public int Ordinal { get; private set; }

    /// <summary>Its place among the numbers or among the categories of a prediction, from 1.</summary>
    public int Position { get; private set; }

    public string? Description { get; private set; }

    public double? ExpectedMin { get; private set; }

    public double? ExpectedMax { get; private set; }

    /// <summary>The entry of the catalogue, if it has one.</summary>
    public Guid? FeatureId { get; private set; }

    /// <summary>The entry of the catalogue. Null if it was not loaded.</summary>
    [JsonIgnore]
    public Feature? Feature { get; private set; }

    /// <summary>Follows its schema, of which the id was replaced. See <see cref="Entity.ReplaceId"/>.</summary>
    internal void Follow(FeatureSchema schema) => SchemaId = schema.Id;

    private static (double? Min, double? Max) CheckRange(FeatureDefinition definition)
    {
        var (least, greatest) = (definition.ExpectedMin, definition.ExpectedMax);
        if (definition.Type == FeatureType.Category && (least ?? greatest) is { } given)
        {
            throw new InvalidValueException(
                nameof(ExpectedMin), $"must be missing, because '{definition.Name}' is a category; it was {Guard.Show(given)}");
        }

        if (least is { } from && greatest is { } to)
            Guard.AtLeast(to, from, nameof(ExpectedMax));

        return (least, greatest);
    }
}
