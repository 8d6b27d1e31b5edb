namespace MlOps.Postgres.Locks;

/// <summary>The lock of a statement.</summary>
/// <param name="Mode">The strongest lock that it takes.</param>
/// <param name="Relations">The tables that it locks or reads, or the index that it drops, as the statement names them.</param>
/// <param name="IsLong">Whether it reads or writes all rows of the first of them.</param>
/// <param name="Column">The column that it makes NOT NULL, which reads no row if a CHECK says the same.</param>
internal sealed record StatementLock(TableLock Mode, IReadOnlyList<string> Relations, bool IsLong, string? Column = null)
{
    public static StatementLock None { get; } = new(TableLock.None, [], false);
}
