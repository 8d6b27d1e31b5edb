namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>A statement that a migration will run, and how long others have to wait.</summary>
/// <param name="Migration">The migration that it belongs to.</param>
/// <param name="Sql">The statement.</param>
/// <param name="Lock">The strongest lock that it takes on a table which is there, such as SHARE; null if it takes none.</param>
/// <param name="Tables">These tables, with those that it only reads.</param>
/// <param name="Bytes">How much it reads or writes; 0 if that does not depend on the rows.</param>
/// <param name="Duration">How long that takes at <see cref="MigrationPlan.BytesPerSecond"/>.</param>
/// <param name="HeldTables">The tables whose writers wait while it runs: its own, and those that its transaction has locked before.</param>
/// <param name="Held">How long they have waited at its end, from the first lock of the transaction on.</param>
/// <param name="Advice">How to get the same result without a long wait; null if nobody waits for it.</param>
public sealed record PlannedStatement(
    string Migration,
    string Sql,
    string? Lock,
    IReadOnlyList<string> Tables,
    long Bytes,
    TimeSpan Duration,
    IReadOnlyList<string> HeldTables,
    TimeSpan Held,
    string? Advice);
