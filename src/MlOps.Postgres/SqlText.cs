using System.Runtime.CompilerServices;
using System.Text;

namespace MlOps.Postgres;

/// <summary>
/// Makes a statement of an interpolated string: tables and columns of the model become names, all other values parameters.
/// </summary>
[InterpolatedStringHandler]
internal sealed class SqlText(int literalLength, int formattedCount)
{
    private readonly StringBuilder _format = new(literalLength);
    private readonly List<object?> _values = new(formattedCount);

    public void AppendLiteral(string literal) => _format.Append(SqlNames.EscapeBraces(literal));

    public void AppendFormatted<TEntity>(SqlTable<TEntity> table)
        where TEntity : class => AppendLiteral(table.ToString());

    public void AppendFormatted(SqlColumn column) => AppendLiteral(column.ToString());

    public void AppendFormatted(SqlFragment fragment) => AppendLiteral(fragment.Sql);

    public void AppendFormatted<TValue>(TValue value)
    {
        _format.Append('{').Append(_values.Count).Append('}');
        _values.Add(value);
    }

    public FormattableString ToFormattable() => FormattableStringFactory.Create(_format.ToString(), [.. _values]);
}
