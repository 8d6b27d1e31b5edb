using MlOps.Postgres;

namespace MlOps.Import.Takeover;

/// <summary>A table, a view, a function or the like, which moves from schema to schema by itself.</summary>
/// <param name="Kind">What it is, in the words of ALTER.</param>
/// <param name="Name">Its name, quoted, with the types of its arguments.</param>
internal sealed record SchemaObject(string Kind, string Name)
{
    public const string Table = "TABLE";
    public const string Routine = "ROUTINE";
    public const string Extension = "EXTENSION";

    /// <summary>The name of what has no arguments, without quotation marks.</summary>
    public string PlainName => Name.StartsWith('"') ? Name[1..^1].Replace("\"\"", "\"", StringComparison.Ordinal) : Name;

    /// <summary>The statement that moves it, while the search path has the schema in which it is.</summary>
    public string WriteMove(string from, string to) => Kind == Extension
        ? $"ALTER EXTENSION {Name} SET SCHEMA {SqlNames.Quote(to)}"
        : $"ALTER {Kind} {SqlNames.Quote(from)}.{Name} SET SCHEMA {SqlNames.Quote(to)}";
}
