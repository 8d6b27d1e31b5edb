using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using MlOps.Persistence.CompiledModel;

namespace MlOps.Persistence.Tests.Renamed;

/// <summary>The names of <see cref="RenamedContext"/>, each made of that of the library's own model.</summary>
internal static partial class RenamedNames
{
    public const string Schema = "The Lab";

    // PostgreSQL has the first one in each table, and a trigger that all tables share writes the second one.
    private static readonly string[] FixedColumns = ["xmin", "updated_at"];

    private static readonly HashSet<string> Tables =
        [.. Standard.GetEntityTypes().Select(type => type.GetTableName()).OfType<string>()];

    private static readonly HashSet<string> Columns =
    [
        .. Standard.GetEntityTypes().Where(type => !type.IsMappedToJson()).SelectMany(ListColumns).Except(FixedColumns),
    ];

    public static IModel Standard => MlOpsDbContextModel.Instance;

    public static string OfTable(string table) => $"Lab {table}";

    public static string OfColumn(string column) => FixedColumns.Contains(column) ? column : $"Its {column}";

    /// <summary>SQL in which tables, partitions and columns have their new names, also where one of them is a text.</summary>
    public static string Translate(string sql) => Part().Replace(sql, match =>
        match.Groups["text"] is { Success: true } text ? TranslateText(text.Value, match.Groups["relation"].Success)
        : match.Groups["word"] is { Success: true } word ? TranslateWord(word.Value)
        : match.Value);

    private static string TranslateText(string text, bool isRelation) =>
        FindTable(text) is not { } table ? $"'{text}'"
        : isRelation ? $"'\"{Schema}\".\"{table}\"'"
        : $"'{table}'";

    private static string TranslateWord(string word) =>
        FindTable(word) is { } table ? $"\"{Schema}\".\"{table}\""
        : Columns.Contains(word) ? $"\"{OfColumn(word)}\""
        : word;

    // Also that of a partition.
    private static string? FindTable(string name) =>
        Tables.Contains(name) || (PartitionOf().Match(name) is { Success: true } partition && Tables.Contains(partition.Groups[1].Value))
            ? OfTable(name)
            : null;

    private static IEnumerable<string> ListColumns(ITypeBase type) => type.GetDeclaredProperties()
        .Select(property => property.GetColumnName())
        .Concat(type.GetDeclaredComplexProperties().Where(part => !part.ComplexType.IsMappedToJson())
            .SelectMany(part => ListColumns(part.ComplexType)));

    [GeneratedRegex("""(?<relation>(?<=to_regclass\())?'(?<text>[^']*)'(?<relation>(?=::regclass))?|"[^"]*"|(?<word>\b[a-z_][a-z0-9_]*\b)""", RegexOptions.CultureInvariant)]
    private static partial Regex Part();

    [GeneratedRegex(@"^(\w+?)_(default|\d{4}(_\d\d)*)$", RegexOptions.CultureInvariant)]
    private static partial Regex PartitionOf();
}
