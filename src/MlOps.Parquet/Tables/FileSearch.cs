using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.Parquet.Columns;

namespace MlOps.Parquet.Tables;

/// <summary>Finds rows of a file by some of their values.</summary>
internal static class FileSearch
{
    /// <param name="path">The file.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="wanted">The canonical texts that columns must have.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="InvalidDataException">It is not such a file.</exception>
    public static async Task<IReadOnlyList<JsonObject>> FindAsync(
        string path, IReadOnlyList<FileColumn> columns, IReadOnlyDictionary<string, string> wanted, CancellationToken cancellationToken)
    {
        // Most groups have none, so the other columns of those are not read.
        var places = new List<(int Group, int Row)>();
        await FileReader.ReadAsync(
            path,
            [.. columns.Where(column => wanted.ContainsKey(column.Name))],
            (buffers, rows, group) =>
            {
                places.AddRange(Enumerable.Range(0, rows)
                    .Where(row => buffers.All(buffer => buffer.TextOf(row) == wanted[buffer.Column.Name])).Select(row => (group, row)));
                return Task.CompletedTask;
            },
            cancellationToken).ConfigureAwait(false);
        var found = new List<JsonObject>();
        await FileReader.ReadAsync(
            path,
            columns,
            (buffers, _, group) =>
            {
                found.AddRange(places.Where(place => place.Group == group).Select(place => Describe(buffers, place.Row)));
                return Task.CompletedTask;
            },
            cancellationToken,
            group => places.Exists(place => place.Group == group)).ConfigureAwait(false);
        return found;
    }

    private static JsonObject Describe(IReadOnlyList<ColumnBuffer> buffers, int row) =>
        new(buffers.Select(buffer => KeyValuePair.Create(buffer.Column.Name, Show(buffer, row))));

    // As to_jsonb of the server.
    private static JsonNode? Show(ColumnBuffer buffer, int row) => buffer.ValueOf(row) switch
    {
        null => null,
        string text when buffer.Column.Type is "jsonb" or "json" or "numeric" => ShowJson(text),
        string text => text,
        Guid id => $"{id}",
        bool isTrue => isTrue,
        int number => number,
        long number => number,
        DateTime time => time.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        double number => ShowNumber(number),
        float number => float.IsFinite(number) ? JsonValue.Create(number) : number.ToString("R", CultureInfo.InvariantCulture),
        double?[] numbers => new JsonArray([.. numbers.Select(number => number is { } one ? ShowNumber(one) : null)]),
        string?[] texts => new JsonArray([.. texts.Select(text => (JsonNode?)text)]),
        var value => throw new InvalidOperationException($"No file has a {value.GetType()}."),
    };

    private static JsonNode? ShowJson(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (System.Text.Json.JsonException)
        {
            // A numeric may be NaN.
            return text;
        }
    }

    private static JsonNode ShowNumber(double number) =>
        double.IsFinite(number) ? JsonValue.Create(number) : number.ToString("R", CultureInfo.InvariantCulture);
}
