using Npgsql;
using Parquet;
using Parquet.Schema;

namespace MlOps.Parquet.Columns;

/// <summary>The values of a column for the rows of one group.</summary>
internal abstract class ColumnBuffer(FileColumn column)
{
    public FileColumn Column => column;

    /// <summary>What the schema of the file has.</summary>
    public abstract Field Field { get; }

    /// <summary>The smallest and the largest value that were read from the file, as the manifest has them.</summary>
    public abstract (string? Min, string? Max) Range { get; }

    /// <summary>Takes a value from the server. Returns about how many bytes of memory it needs.</summary>
    public abstract int Add(NpgsqlDataReader reader, int ordinal);

    /// <summary>Writes the values into a group of rows, and forgets them.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken);

    /// <summary>Reads the values of a group of rows.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken);

    /// <summary>The canonical text of a value that was read; null for NULL.</summary>
    public abstract string? TextOf(int row);

    /// <summary>A value that was read, as PostgreSQL reads it; null for NULL.</summary>
    public abstract string? LiteralOf(int row);

    /// <summary>A value that was read; null for NULL.</summary>
    public abstract object? ValueOf(int row);

    public static ColumnBuffer Of(FileColumn column) => column.Kind switch
    {
        ColumnKind.Uuid => new ScalarBuffer<Guid>(column, ScalarFormats.Uuid),
        ColumnKind.Boolean => new ScalarBuffer<bool>(column, ScalarFormats.Boolean),
        ColumnKind.Integer => new ScalarBuffer<int>(column, ScalarFormats.Integer),
        ColumnKind.Long => new ScalarBuffer<long>(column, ScalarFormats.Long),
        ColumnKind.Real => new ScalarBuffer<float>(column, column.IsWidened ? ScalarFormats.WideReal : ScalarFormats.Real),
        ColumnKind.Double => new ScalarBuffer<double>(column, ScalarFormats.Double),
        ColumnKind.Timestamp => new ScalarBuffer<DateTime>(column, ScalarFormats.Timestamp),
        ColumnKind.Doubles => new DoublesBuffer(column),
        ColumnKind.Texts => new TextsBuffer(column),
        _ => new TextBuffer(column),
    };
}
