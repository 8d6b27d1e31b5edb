namespace MlOps.Parquet.Columns;

/// <summary>How the values of a column are stored in a file.</summary>
internal enum ColumnKind
{
    /// <summary>As PostgreSQL writes them. All types that have no kind of their own are stored so.</summary>
    Text,
    Uuid,
    Boolean,
    Integer,
    Long,
    Real,
    Double,
    Timestamp,
    Doubles,
    Texts,
}
