using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore.Storage;

namespace MlOps.Postgres;

/// <summary>Names within SQL: quoted where they need to be, and found.</summary>
internal static class SqlNames
{
    /// <summary>A name, with its schema before it if it has one: v_names, reports.v_names.</summary>
    public static string DelimitQualified(this ISqlGenerationHelper sql, string name)
    {
        var (schema, local) = Split(name);
        return sql.DelimitIdentifier(local, schema);
    }

    public static (string? Schema, string Name) Split(string name) =>
        name.Split('.', 2) is [var schema, var local] ? (schema, local) : (null, name);

    /// <summary>A name of which nothing is known, in quotes.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>What format() of PostgreSQL leaves as it is.</summary>
    public static string EscapeFormat(string text) => text.Replace("%", "%%", StringComparison.Ordinal);

    /// <summary>What EF's raw SQL, which has its parameters in braces, leaves as it is.</summary>
    public static string EscapeBraces(string sql) =>
        sql.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>Whether SQL holds a name, and not only as part of a longer one.</summary>
    public static bool Mentions(string sql, string name) => Regex.IsMatch(sql, Whole(name), RegexOptions.IgnoreCase);

    /// <summary>Whether SQL calls a function.</summary>
    public static bool Calls(string sql, string function) => Regex.IsMatch(sql, $@"{Whole(function)}\s*\(", RegexOptions.IgnoreCase);

    private static string Whole(string name) => $@"(?<![\w$]){Regex.Escape(name)}(?![\w$])";
}
