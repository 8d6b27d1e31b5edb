namespace MlOps.Postgres;

/// <summary>A column within a statement, with the alias of its table before it.</summary>
public sealed class SqlColumn
{
    private readonly string _sql;

    internal SqlColumn(string sql) => _sql = sql;

    public static implicit operator string(SqlColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return column._sql;
    }

    public override string ToString() => _sql;
}
