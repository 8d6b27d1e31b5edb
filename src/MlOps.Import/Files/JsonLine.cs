using System.Text.Json;

namespace MlOps.Import.Files;

/// <summary>A line with an object of JSON. Its properties are the columns.</summary>
internal static class JsonLine
{
    public static FileRecord Read(FileLine line, FileColumns columns)
    {
        try
        {
            using var document = JsonDocument.Parse(line.Text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return new FileRecord(line, [], "The line must be an object of JSON.");

            var values = new string?[columns.Count];
            var seen = new HashSet<int>();
            foreach (var property in document.RootElement.EnumerateObject())
            {
                if (columns.Find(property.Name) is not { } place)
                    return new FileRecord(line, [], $"The property '{property.Name}' is none of {columns.Describe()}.");

                if (!seen.Add(place))
                    return new FileRecord(line, [], $"The property '{property.Name}' is there twice.");

                values[place] = property.Value.ValueKind switch
                {
                    JsonValueKind.Null => null,
                    JsonValueKind.String => property.Value.GetString(),
                    JsonValueKind.Number => property.Value.GetRawText(),
                    _ => throw new JsonException($"The property '{property.Name}' must be a text or a number."),
                };
            }

            return new FileRecord(line, values);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new FileRecord(line, [], $"The line is no JSON: {e.Message}");
        }
    }
}
