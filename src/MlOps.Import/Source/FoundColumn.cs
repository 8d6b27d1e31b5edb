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

    /// <summary>The value of the second column in the rows where the first one has a value, if it is a document of another name.</summary>
    public string? HiddenSql { get; private init; }

    /// <summary>This value, or another one where it is null.</summary>
    public FoundColumn Or(FoundColumn other)
    {
        var isJson = Column.IsDocument && !IsText && !other.IsText;
        var (sql, type) = Type == other.Type ? ($"coalesce({Sql}, {other.Sql})", Type)
            // An array has no other form that is JSON.
            : isJson ? ($"coalesce(to_json({Sql}), to_json({other.Sql}))", "json")
            : ($"coalesce({Sql}::text, {other.Sql}::text)", "text");
        var isHidden = Column.IsDocument && SourceName != other.SourceName;
        return this with
        {
            SourceNames = [SourceName, other.SourceName],
            Sql = sql,
            Type = type,
            HiddenSql = isHidden ? $"CASE WHEN {Sql} IS NOT NULL THEN {other.Sql} END" : null,
        };
    }
}
