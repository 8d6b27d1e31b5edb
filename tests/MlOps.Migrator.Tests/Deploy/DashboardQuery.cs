using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Migrator.Tests.Deploy;

/// <summary>A query of a dashboard: that of a panel, or of the values of a variable.</summary>
/// <param name="Dashboard">The file.</param>
/// <param name="Title">The title of the panel, or the name of the variable.</param>
/// <param name="Sql">With Grafana's macros and variables.</param>
/// <param name="Kind">What becomes of its rows: "variable", "table" or "time_series".</param>
internal sealed partial record DashboardQuery(string Dashboard, string Title, string Sql, string Kind)
{
    public static IReadOnlyList<DashboardQuery> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(DeployFolder.Path, "grafana"), "*.json").Order(StringComparer.Ordinal).SelectMany(Read),
    ];

    /// <summary>What Grafana sends.</summary>
    public string Fill(DateTimeOffset from, DateTimeOffset to, IReadOnlyDictionary<string, string> variables)
    {
        var (first, last) = ($"'{from:yyyy-MM-ddTHH:mm:ssZ}'", $"'{to:yyyy-MM-ddTHH:mm:ssZ}'");
        // Grafana takes what is up to the first bracket, so that an argument can have none.
        var sql = Macro().Replace(Sql, macro => macro.Groups["name"].Value switch
        {
            "timeFilter" => $"{macro.Groups["argument"].Value} BETWEEN {first} AND {last}",
            "timeFrom" => first,
            "timeTo" => last,
            var other => throw new NotSupportedException($"The test does not know the macro $__{other}."),
        });
        foreach (var (name, value) in variables)
            sql = sql.Replace($"${name}", value.Replace("'", "''", StringComparison.Ordinal), StringComparison.Ordinal);

        return sql.Contains('$', StringComparison.Ordinal) ? throw new NotSupportedException($"There is more to replace: {sql}") : sql;
    }

    public override string ToString() => $"{Dashboard}: {Title}";

    private static IEnumerable<DashboardQuery> Read(string path)
    {
        var file = Path.GetFileNameWithoutExtension(path);
        var dashboard = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        foreach (var variable in dashboard.GetProperty("templating").GetProperty("list").EnumerateArray())
        {
            if (variable.GetProperty("type").GetString() == "query")
                yield return new(file, Text(variable, "name"), Text(variable, "query"), "variable");
        }

        foreach (var panel in dashboard.GetProperty("panels").EnumerateArray())
        {
            foreach (var target in panel.GetProperty("targets").EnumerateArray())
                yield return new(file, Text(panel, "title"), Text(target, "rawSql"), Text(target, "format"));
        }
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    [GeneratedRegex(@"\$__(?<name>\w+)\((?<argument>[^)]*)\)")]
    private static partial Regex Macro();
}
