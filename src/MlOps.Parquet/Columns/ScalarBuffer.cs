using Npgsql;
using Parquet;
using Parquet.Schema;

namespace MlOps.Parquet.Columns;

/// <summary>Values of one type, each of the same length.</summary>
internal sealed class ScalarBuffer<T>(FileColumn column, ScalarFormat<T> format) : ColumnBuffer(column)
    where T : struct
{
    // Beside the value, whether there is one.
    private const int Bytes = 24;

    private readonly DataField _field = format.Field(column.Name);
    private T?[] _values = new T?[1024];
    private int _count;
    private T? _min;
    private T? _max;

    public override Field Field => _field;

    public override (string? Min, string? Max) Range => (Show(_min, format.Shown), Show(_max, format.Shown));

    public override int Add(NpgsqlDataReader reader, int ordinal)
    {
        if (_count == _values.Length)
            Array.Resize(ref _values, _count * 2);

        _values[_count++] = reader.IsDBNull(ordinal) ? null : format.Read(reader, ordinal);
        return Bytes;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAsync<T>(_field, _values.AsMemory(0, _count), cancellationToken: cancellationToken).ConfigureAwait(false);
        _count = 0;
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        _count = checked((int)group.RowCount);
        if (_values.Length < _count)
            _values = new T?[_count];

        await group.ReadAsync<T>(_field, _values.AsMemory(0, _count), cancellationToken: cancellationToken).ConfigureAwait(false);
        foreach (var value in _values.AsSpan(0, _count))
        {
            if (value is not { } found)
                continue;

            if (_min is null || format.Compare(found, _min.Value) < 0)
                _min = found;

            if (_max is null || format.Compare(found, _max.Value) > 0)
                _max = found;
        }
    }

    public override string? TextOf(int row) => Show(_values[row], format.Text);

    public override string? LiteralOf(int row) => Show(_values[row], format.Literal);

    public override object? ValueOf(int row) => _values[row];

    private static string? Show(T? value, Func<T, string> show) => value is { } found ? show(found) : null;
}
