using System.Reflection;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Statistics;
using MlOps.Server.Features;
using MlOps.Server.Reading;

namespace MlOps.Server.Items;

/// <summary>Finds which members make an argument.</summary>
internal sealed class ItemArguments(ItemMembers members)
{
    /// <summary>The member with the time of the item.</summary>
    public const string Time = "created_at";

    private readonly NullabilityInfoContext _nullability = new();

    /// <summary>The argument for a parameter; null if no item can have it.</summary>
    public IItemArgument? Find(ParameterInfo parameter)
    {
        var isOptional = parameter.HasDefaultValue || _nullability.Create(parameter).WriteState == NullabilityState.Nullable;
        var name = parameter.Name!;
        return parameter.ParameterType switch
        {
            var type when type == typeof(DateTimeOffset) && name == "at" => new ValueArgument(members.Add(Time, type), true, null),
            var type when ItemJson.CanRead(type) => new ValueArgument(
                members.Add(name, type), !isOptional, parameter.HasDefaultValue ? parameter.DefaultValue : null),
            var type => FindComposite(type, name),
        };
    }

    private IItemArgument? FindComposite(Type type, string name)
    {
        if (type == typeof(TimeWindow))
            return new WindowArgument(AddPart(name, "Start", typeof(DateTimeOffset)), AddPart(name, "End", typeof(DateTimeOffset)));

        return type.IsClass && type.GetConstructor([]) is { } constructor
            ? new RecordArgument(constructor, [.. FindParts(type)])
            : null;
    }

    // What no item can say is left out.
    private IEnumerable<(PropertyInfo Property, IItemArgument Value)> FindParts(Type type)
    {
        var features = type.GetProperty(nameof(PredictionDetails.Features))?.PropertyType == typeof(FeatureVector)
            ? new FeatureMembers(members)
            : null;
        foreach (var property in type.GetProperties().Where(property => property.SetMethod is { IsPublic: true }))
        {
            IItemArgument? part = property.PropertyType switch
            {
                var kind when ItemJson.CanRead(kind) => new ValueArgument(members.Add(property.Name, kind), false, null),
                var kind when kind == typeof(ConfidenceInterval?) => new IntervalArgument(
                    AddPart("confidence", "Lower", typeof(double)), AddPart("confidence", "Upper", typeof(double))),
                var kind when kind == typeof(FeatureVector) => new VectorArgument(features!),
                var kind when kind == typeof(FeatureAttributions) => new AttributionsArgument(features!),
                _ => null,
            };
            if (part is not null)
                yield return (property, part);
        }
    }

    private ItemMember AddPart(string name, string part, Type type) =>
        members.Add($"{JsonNamingPolicy.SnakeCaseLower.ConvertName(name)}_{part}", type);
}
