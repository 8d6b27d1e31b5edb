using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NpgsqlTypes;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>
/// Says which values the serializer reads back unchanged. Of others, such as ranges and addresses, it writes the
/// properties, and cannot read them again.
/// </summary>
internal static class JsonForms
{
    private static readonly HashSet<Type> Known =
    [
        typeof(Guid), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(JsonDocument), typeof(JsonElement), typeof(NpgsqlPoint), typeof(NpgsqlLine), typeof(NpgsqlLSeg), typeof(NpgsqlBox),
            typeof(NpgsqlCircle),
    ];

    // A value of a JSON column is made for the serializer.
    public static bool Has(IProperty property, Type stored) =>
        IsKnown(stored) || property.GetColumnType() is "json" or "jsonb";

    private static bool IsKnown(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return Type.GetTypeCode(type) != TypeCode.Object || Known.Contains(type) || (ElementOf(type) is { } element && IsKnown(element));
    }

    private static Type? ElementOf(Type type)
    {
        if (type.IsSZArray)
            return type.GetElementType();

        return type.IsGenericType && type.Namespace!.StartsWith("System.Collections", StringComparison.Ordinal)
            ? type.GetGenericArguments()[^1]
            : null;
    }
}
