using MlOps.Postgres;

namespace MlOps.Parquet.Columns;

/// <summary>A column of a table and of its file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type in PostgreSQL.</param>
/// <param name="IsGenerated">Whether the server computes it.</param>
internal sealed record FileColumn(string Name, string Type, bool IsGenerated)
{
    public ColumnKind Kind { get; } = Type switch
    {
        "uuid" => ColumnKind.Uuid,
        "boolean" => ColumnKind.Boolean,
        "smallint" or "integer" => ColumnKind.Integer,
        "bigint" => ColumnKind.Long,
        "real" => ColumnKind.Real,
        "double precision" => ColumnKind.Double,
        "timestamp with time zone" => ColumnKind.Timestamp,
        "double precision[]" => ColumnKind.Doubles,
        "text[]" or "character varying[]" => ColumnKind.Texts,
        _ => ColumnKind.Text,
    };

    /// <summary>Whether its values go into a column of double precision.</summary>
    public bool IsWidened { get; init; }

    /// <summary>Its name as SQL takes it.</summary>
    public string Quoted { get; } = SqlNames.Quote(Name);

    /// <summary>The type in the file, as the manifest has it.</summary>
    public string StoredType => Kind switch
    {
        ColumnKind.Uuid => "FIXED_LEN_BYTE_ARRAY(16) (UUID)",
        ColumnKind.Boolean => "BOOLEAN",
        ColumnKind.Integer => "INT32",
        ColumnKind.Long => "INT64",
        ColumnKind.Real => "FLOAT",
        ColumnKind.Double => "DOUBLE",
        ColumnKind.Timestamp => "INT64 (TIMESTAMP, MICROS, UTC)",
        ColumnKind.Doubles => "LIST of DOUBLE",
        ColumnKind.Texts => "LIST of BYTE_ARRAY (STRING)",
        _ => "BYTE_ARRAY (STRING)",
    };

    /// <summary>What a query selects to write it into a file.</summary>
    public string Selected => Kind == ColumnKind.Text ? $"{Quoted}::text" : Quoted;
}
