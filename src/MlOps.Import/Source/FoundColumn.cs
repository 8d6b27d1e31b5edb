namespace MlOps.Import.Source;

/// <summary>A column that was found in the source.</summary>
/// <param name="Column">The column that was looked for.</param>
/// <param name="SourceNames">Its name in the source; two names if two joined tables have it.</param>
/// <param name="Sql">Its value, in SQL.</param>
/// <param name="Type">Its type in the source.</param>
internal sealed record FoundColumn(SourceColumn Column, string[] SourceNames, string Sql, string Type)
{
    public string SourceName => SourceNames[0];

    public bool IsText => Type is "text" or "character varying";

    public bool IsTimeWithoutZone => Type is "timestamp without time zone" or "date";

    public bool IsTime => IsTimeWithoutZone || Type == "timestamp with time zone";

    /// <summary>Whether each value that is read is JSON.</summary>
    public bool IsJson => Column.IsDocument && !IsText;

    /// <summary>The value as text: exact, and without a cast that may fail.</summary>
    public string TextSql => IsJson ? $"to_json({Sql})::text"
        : Column.Type == "interval" ? $"extract(epoch FROM {Sql})::text"
        : $"{Sql}::text";

    /// <summary>This value, or another one where it is null.</summary>
    public FoundColumn Or(FoundColumn other)
    {
        string[] names = [SourceName, other.SourceName];
        return Type == other.Type
            ? this with { SourceNames = names, Sql = $"coalesce({Sql}, {other.Sql})" }
            : this with { SourceNames = names, Sql = $"coalesce({Sql}::text, {other.Sql}::text)", Type = "text" };
    }
}
