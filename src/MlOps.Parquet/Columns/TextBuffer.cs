using Npgsql;
using Parquet;
using Parquet.Schema;

namespace MlOps.Parquet.Columns;

/// <summary>Texts.</summary>
internal sealed class TextBuffer(FileColumn column) : ColumnBuffer(column)
{
    private const int Overhead = 32;

    private readonly DataField _field = new(column.Name, typeof(string), isNullable: true);
    private readonly TextRange _range = new();
    private readonly List<string?> _values = [];
    private string?[] _read = [];

    public override Field Field => _field;

    public override (string? Min, string? Max) Range => (_range.Min, _range.Max);

    public override int Add(NpgsqlDataReader reader, int ordinal)
    {
        var value = reader.IsDBNull(ordinal) ? null : reader.GetString(ordinal);
        _values.Add(value);
        return Overhead + ((value?.Length ?? 0) * sizeof(char));
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync(_field, _values!).ConfigureAwait(false);
        _values.Clear();
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        _read = new string?[checked((int)group.RowCount)];
        await group.ReadAsync(_field, _read.AsMemory()!, cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var value in _read.OfType<string>())
            _range.Add(value);
    }

    public override string? TextOf(int row) => _read[row];

    public override string? LiteralOf(int row) => _read[row];

    public override object? ValueOf(int row) => _read[row];
}
