using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using NpgsqlTypes;

namespace MlOps.Persistence.Ingestion.Serialization;

/// <summary>
/// Tells which values the serializer gives back as they were. Of others, as ranges and addresses, it writes whatever
/// properties they have, and reads nothing of that back.
/// </summary>
internal static class JsonForms
{
    private static readonly HashSet<Type> Known =
    [
        typeof(Guid), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan), typeof(JsonDocument), typeof(JsonElement),
        typeof(NpgsqlPoint), typeof(NpgsqlLine), typeof(NpgsqlLSeg), typeof(NpgsqlBox), typeof(NpgsqlCircle),
    ];

    // What is stored in a document was made for the serializer.
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
