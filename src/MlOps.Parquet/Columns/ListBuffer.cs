using System.Text;
using Npgsql;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace MlOps.Parquet.Columns;

/// <summary>Lists, each of which may be NULL and have NULL among its elements.</summary>
/// <typeparam name="T">An element; null for NULL.</typeparam>
/// <typeparam name="TStored">What the file has of an element.</typeparam>
internal abstract class ListBuffer<T, TStored> : ColumnBuffer
    where TStored : struct
{
    // The levels of definition, as Parquet has them for a list that may be NULL of elements that may be NULL.
    private const int NoList = 0;
    private const int NoElement = 1;
    private const int NullElement = 2;
    private const int Element = 3;
    private const int Overhead = 32;

    private readonly DataField _element;
    private readonly List<TStored> _values = [];
    private readonly List<int> _definitions = [];
    private readonly List<int> _repetitions = [];
    private List<T[]?> _read = [];

    protected ListBuffer(FileColumn column, Type element)
        : base(column)
    {
        _element = new DataField("element", element, isNullable: true);
        Field = new ListField(column.Name, _element);
    }

    public override Field Field { get; }

    public override (string? Min, string? Max) Range => (null, null);

    public override int Add(NpgsqlDataReader reader, int ordinal)
    {
        if (reader.IsDBNull(ordinal))
        {
            AddLevel(NoList, isFirst: true);
            return Overhead;
        }

        var list = reader.GetFieldValue<T[]>(ordinal);
        if (list.Length == 0)
            AddLevel(NoElement, isFirst: true);

        var bytes = Overhead;
        for (var i = 0; i < list.Length; i++)
        {
            var stored = Store(list[i]);
            AddLevel(stored is null ? NullElement : Element, isFirst: i == 0);
            if (stored is { } value)
                _values.Add(value);

            bytes += MeasureElement(list[i]);
        }

        return bytes;
    }

    public override async Task WriteAsync(ParquetRowGroupWriter group, CancellationToken cancellationToken)
    {
        await group.WriteAllPartsAsync<TStored>(
            _element, _values.ToArray(), _definitions.ToArray(), _repetitions.ToArray(), cancellationToken).ConfigureAwait(false);
        _values.Clear();
        _definitions.Clear();
        _repetitions.Clear();
    }

    public override async Task ReadAsync(ParquetRowGroupReader group, CancellationToken cancellationToken)
    {
        using var raw = (RawColumnData<TStored>)await group.ReadRawColumnDataBaseAsync(_element, cancellationToken).ConfigureAwait(false);
        _read = Assemble(raw);
    }

    public override string? TextOf(int row) => Join(row, '[', ']', "null", Describe);

    public override string? LiteralOf(int row) => Join(row, '{', '}', "NULL", Quote);

    public override object? ValueOf(int row) => _read[row];

    protected abstract TStored? Store(T element);

    protected abstract T Restore(TStored? stored);

    protected abstract string Describe(T element);

    protected abstract string Quote(T element);

    protected abstract int MeasureElement(T element);

    private void AddLevel(int definition, bool isFirst)
    {
        _definitions.Add(definition);
        _repetitions.Add(isFirst ? 0 : 1);
    }

    private List<T[]?> Assemble(RawColumnData<TStored> raw)
    {
        var (lists, elements, next) = (new List<T[]?>(), new List<T>(), 0);
        for (var i = 0; i < raw.DefinitionLevels.Length; i++)
        {
            var definition = raw.DefinitionLevels[i];
            if (definition >= NullElement)
                elements.Add(Restore(definition == Element ? raw.Values[next++] : null));

            var isLast = i + 1 == raw.DefinitionLevels.Length || raw.RepetitionLevels[i + 1] == 0;
            if (!isLast)
                continue;

            lists.Add(definition == NoList ? null : [.. elements]);
            elements.Clear();
        }

        return lists;
    }

    private string? Join(int row, char begin, char end, string missing, Func<T, string> show)
    {
        if (_read[row] is not { } list)
            return null;

        var text = new StringBuilder().Append(begin);
        for (var i = 0; i < list.Length; i++)
            text.Append(i == 0 ? "" : ",").Append(list[i] is null ? missing : show(list[i]));

        return text.Append(end).ToString();
    }
}
