using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace MlOps.Migrator;

/// <summary>Rows of values: they become a table, lines with tabs, or objects.</summary>
/// <param name="columns">The titles of the columns. An object has a property of the same name: daysThere for "Days there".</param>
internal sealed class Listing(params string[] columns)
{
    // An id has 36 characters, and a time 20.
    private const int LongestUnbroken = 40;

    private readonly List<object?[]> _rows = [];

    public int Count => _rows.Count;

    /// <summary>Adds a row, with a value for each column.</summary>
    public void Add(params object?[] values) => _rows.Add(values);

    public IReadOnlyList<Dictionary<string, object?>> ToObjects() =>
        [.. _rows.Select(row => columns.Zip(row).ToDictionary(pair => NameProperty(pair.First), pair => pair.Second))];

    /// <summary>The titles, and a line for each row. Numbers are as programs read them.</summary>
    public IEnumerable<string> ToLines() =>
        _rows.Select(row => string.Join('\t', row.Select(Show))).Prepend(string.Join('\t', columns));

    /// <summary>A table for people. Ids, times and short words are not broken if the terminal is wide enough.</summary>
    public Table ToTable(string? title)
    {
        var table = new Table { Border = TableBorder.Rounded, Title = title is null ? null : new TableTitle(Markup.Escape(title)) };
        foreach (var (index, column) in columns.Index())
        {
            var values = _rows.Select(row => row[index]).ToList();
            table.AddColumn(new TableColumn(new Text(column))
            {
                Alignment = values.Exists(value => value is int or long or double) ? Justify.Right : Justify.Left,
                NoWrap = values.TrueForAll(value => ShowToPeople(value).Length <= LongestUnbroken),
            });
        }

        foreach (var row in _rows)
            table.AddRow(row.Select(value => new Text(ShowToPeople(value))));

        return table;
    }

    private static string NameProperty(string column) => JsonNamingPolicy.CamelCase.ConvertName(
        string.Concat(column.Split(' ').Select(word => $"{char.ToUpperInvariant(word[0])}{word[1..]}")));

    private static string ShowToPeople(object? value) => value switch
    {
        int or long => string.Create(CultureInfo.InvariantCulture, $"{value:N0}"),
        double number => ShowToPeople(number),
        _ => Show(value),
    };

    // Three digits of a small number, so that none looks like 0.
    private static string ShowToPeople(double number) => Math.Abs(number) switch
    {
        >= 1000 => number.ToString("N0", CultureInfo.InvariantCulture),
        > 0 and < 0.1 and var small => Math.Round(number, Math.Min(15, 2 - (int)Math.Floor(Math.Log10(small))))
            .ToString("0.###############", CultureInfo.InvariantCulture),
        _ => number.ToString("0.###", CultureInfo.InvariantCulture),
    };

    private static string Show(object? value) => value switch
    {
        null => "",
        bool isTrue => isTrue ? "yes" : "no",
        DateTimeOffset time => Times.Show(time),
        _ => Terminal.ShowControls(string.Create(CultureInfo.InvariantCulture, $"{value}")),
    };
}
