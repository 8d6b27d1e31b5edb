using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>Rows of values: a table at a terminal, lines with tabs in a pipe, and objects of JSON if they are asked for.</summary>
internal sealed class Listing(params string[] columns)
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<object?[]> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Adds a row, with a value for each column.</summary>
    public void Add(params object?[] values) => _rows.Add(values);

    public void Write(bool asJson)
    {
        if (asJson)
            WriteJson();
        else if (Console.IsOutputRedirected)
            WriteLines();
        else if (_rows.Count > 0)
            WriteTable();
    }

    private void WriteJson()
    {
        foreach (var row in _rows)
        {
            var named = columns.Zip(row).ToDictionary(pair => JsonNamingPolicy.CamelCase.ConvertName(pair.First), pair => pair.Second);
            Console.WriteLine(JsonSerializer.Serialize(named, Json));
        }
    }

    private void WriteLines()
    {
        if (_rows.Count > 0)
            Console.WriteLine(string.Join('\t', columns));

        foreach (var row in _rows)
            Console.WriteLine(string.Join('\t', row.Select(Show)));
    }

    private void WriteTable()
    {
        var table = new Table().AddColumns(columns);
        foreach (var row in _rows)
            table.AddRow(row.Select(value => new Text(Show(value))));

        Terminal.Out.Write(table);
    }

    private static string Show(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        _ => Terminal.ShowControls(string.Create(CultureInfo.InvariantCulture, $"{value}")),
    };
}
