using MlOps.Postgres;

namespace MlOps.Import.Source;

/// <summary>A value of the source in SQL: as what it is selected, and of which type that is.</summary>
internal sealed record SourceSql(string Expression, string Type)
{
    public const string Timestamp = "timestamp without time zone";
    public const string TimestampTz = "timestamp with time zone";

    private const string Double = "double precision";
    private static readonly string[] Numbers = [Double, "real", "smallint", "integer", "bigint"];
    private static readonly string[] Texts = ["text", "character varying"];

    public bool IsTimeWithoutZone => Type is Timestamp or "date";

    public static SourceSql Of(string alias, SourceTable table, string column) =>
        new($"{alias}.{SqlNames.Quote(column)}", table.Columns[column]);

    /// <summary>The first of two that has a value.</summary>
    public static SourceSql Coalesce(SourceSql first, SourceSql second) => first.Type == second.Type
        ? new SourceSql($"coalesce({first.Expression}, {second.Expression})", first.Type)
        : new SourceSql($"coalesce({first.Expression}::text, {second.Expression}::text)", "text");

    /// <summary>
    /// The same in a form that can be read as a kind. What PostgreSQL might fail to convert, and end the whole query, is read as
    /// text; null if it is never of the kind.
    /// </summary>
    public SourceSql? As(ValueKind kind) => kind switch
    {
        ValueKind.Number => Numbers.Contains(Type) ? Cast(Double) : AsText(),
        ValueKind.Flag => Type == "boolean" ? this : AsText(),
        ValueKind.Time => Type is TimestampTz or Timestamp ? this : Type == "date" ? AsTimestamp() : AsText(),
        ValueKind.Span => Type == "interval" ? new SourceSql($"extract(epoch FROM {Expression})::{Double}", Double) : null,
        ValueKind.Json => Type is "jsonb" or "json" || Texts.Contains(Type) ? this : new SourceSql($"to_json({Expression})", "json"),
        ValueKind.Bytes => Type == "bytea" ? this : null,
        ValueKind.Key => Type == "uuid" ? this : AsText(),
        _ => AsText(),
    };

    // There are dates that no timestamp can hold.
    private SourceSql AsTimestamp() => new($"CASE WHEN {Expression} > '9999-12-31' THEN 'infinity' ELSE {Expression}::{Timestamp} END", Timestamp);

    private SourceSql AsText() => Texts.Contains(Type) ? this : Cast("text");

    private SourceSql Cast(string type) => Type == type ? this : new SourceSql($"{Expression}::{type}", type);
}
