using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace MlOps.Server.Rest;

/// <summary>What a request asks for: which columns of which rows, in which order.</summary>
/// <param name="Columns">The columns as SQL has them.</param>
/// <param name="Filters">The conditions, all of which must hold.</param>
/// <param name="Order">The order as SQL has it; empty for any.</param>
/// <param name="Limit">How many rows at most.</param>
/// <param name="Offset">How many rows are left out first.</param>
internal sealed record RestQuery(
    string Columns, IReadOnlyList<RestFilter> Filters, string Order, int Limit, long Offset)
{
    /// <summary>More rows than this are asked for in parts.</summary>
    public const int MaxRows = 10_000;

    private const int MaxColumns = 100;
    private const string Everything = "*";

    // The words of SQL for types, which are no names of types.
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["int"] = "int4",
        ["integer"] = "int4",
        ["bigint"] = "int8",
        ["float"] = "float8",
        ["boolean"] = "bool",
    };

    // What is no name of a column.
    private static readonly string[] Words = ["select", "order", "limit", "offset", "columns", "on_conflict"];

    /// <exception cref="RestError">The query has a form that is not served.</exception>
    public static RestQuery Read(IQueryCollection query) => new(
        ReadColumns(query["select"].ToString()),
        [
            .. query.Where(pair => !Words.Contains(pair.Key))
                .SelectMany(pair => pair.Value.Select(value => RestFilter.Read(pair.Key, value!))),
        ],
        string.Join(", ", Split(query["order"].ToString()).Select(ReadOrder)),
        (int)Math.Min(ReadNumber(query, "limit", MaxRows), MaxRows),
        ReadNumber(query, "offset", 0));

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string ReadColumns(string select)
    {
        List<string> columns = [.. Split(select.Length > 0 ? select : Everything).Select(ReadColumn)];
        if (columns.Count > MaxColumns || columns.Distinct(StringComparer.Ordinal).Count() < columns.Count)
            throw new RestError(400, "PGRST100", $"select must name each column once, and {MaxColumns} at most.");

        return string.Join(", ", columns);
    }

    // "column", "name:column", and either with "::type".
    private static string ReadColumn(string column)
    {
        if (column == Everything)
            return Everything;

        if (column.AsSpan().IndexOfAny('(', ')', '>') >= 0)
            throw new RestError(400, "PGRST100", $"'{column}' is not served in select. Name columns alone.");

        var cast = column.Split("::", 2);
        var names = cast[0].Split(':', 2);
        var (name, source) = (names[0], names[^1]);
        var type = cast.Length > 1 ? $"::{RestName.Quote(Types.GetValueOrDefault(cast[1], cast[1]))}" : "";
        return $"{RestName.Quote(source)}{type} AS {RestName.Quote(name)}";
    }

    private static string ReadOrder(string order)
    {
        var words = order.Split('.');
        var sql = RestName.Quote(words[0]);
        foreach (var word in words.Skip(1))
        {
            sql += word switch
            {
                "asc" => " ASC",
                "desc" => " DESC",
                "nullsfirst" => " NULLS FIRST",
                "nullslast" => " NULLS LAST",
                _ => throw new RestError(400, "PGRST100", $"'{word}' is no order. Use asc, desc, nullsfirst or nullslast."),
            };
        }

        return sql;
    }

    private static long ReadNumber(IQueryCollection query, string name, long usual)
    {
        if (!query.TryGetValue(name, out var values))
            return usual;

        return long.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new RestError(400, "PGRST100", $"{name} must be a whole number; it was '{values}'.");
    }
}
