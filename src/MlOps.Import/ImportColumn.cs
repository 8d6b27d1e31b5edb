using MlOps.Import.Source;

namespace MlOps.Import;

/// <summary>A value that a table of ours wants: its name here, and the names that the wild has for it.</summary>
internal sealed record ImportColumn(string Name, ValueKind Kind, params string[] OtherNames)
{
    public ColumnOrigin Origin { get; init; }

    /// <summary>Without it the table is not taken.</summary>
    public bool IsNeeded { get; init; }

    /// <summary>What is done where the source has no such column, as a sentence for the report.</summary>
    public string? Otherwise { get; init; }

    public IEnumerable<string> Names => [Name, .. OtherNames];

    public ImportColumn From(ColumnOrigin origin) => this with { Origin = origin };

    public static ImportColumn Text(string name, params string[] others) => new(name, ValueKind.Text, others);

    public static ImportColumn Number(string name, params string[] others) => new(name, ValueKind.Number, others);

    public static ImportColumn Flag(string name, params string[] others) => new(name, ValueKind.Flag, others);

    public static ImportColumn Time(string name, params string[] others) => new(name, ValueKind.Time, others);

    public static ImportColumn Json(string name, params string[] others) => new(name, ValueKind.Json, others);

    public static ImportColumn Key(string name, params string[] others) => new(name, ValueKind.Key, others);
}
