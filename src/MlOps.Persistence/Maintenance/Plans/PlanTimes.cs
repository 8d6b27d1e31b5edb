using MlOps.Postgres.Locks;

namespace MlOps.Persistence.Maintenance.Plans;

/// <summary>Adds up how long the writers of each table wait: a lock lasts until its transaction ends.</summary>
/// <param name="tables">What the database knows of the tables.</param>
internal sealed class PlanTimes(IReadOnlyDictionary<string, TableFacts> tables)
{
    private readonly Dictionary<string, string> _before = [];
    private readonly SortedSet<string> _held = new(StringComparer.Ordinal);
    private TimeSpan _sinceFirst;

    /// <summary>Completes a step. They come in their order.</summary>
    public PlannedStatement Add(PlanStep step)
    {
        if (step.Rename is { } rename)
            _before[rename.To] = _before.GetValueOrDefault(rename.From, rename.From);

        var locks = step.Locks.Select(one => (Lock: one, Tables: FindTables(one))).Where(one => one.Tables.Count > 0).ToList();
        var bytes = locks.Where(one => IsLong(one.Lock, one.Tables)).Sum(one => one.Tables.Sum(table => table.Bytes));
        var duration = TimeSpan.FromSeconds((double)bytes / MigrationPlan.BytesPerSecond);
        if (step.IsAlone)
            EndTransaction();

        foreach (var (_, tables) in locks.Where(one => one.Lock.Mode >= TableLock.Share))
            _held.UnionWith(tables.Select(table => table.Table));

        _sinceFirst = _held.Count > 0 ? _sinceFirst + duration : TimeSpan.Zero;
        var planned = new PlannedStatement(
            step.Migration, step.Sql, locks.Count > 0 ? NameOf(locks.Max(one => one.Lock.Mode)) : null,
            [.. locks.SelectMany(one => one.Tables).Select(table => table.Table).Distinct()], bytes, duration, [.. _held], _sinceFirst,
            bytes > 0 && _held.Count > 0 ? step.Advice : null);
        if (step.IsAlone)
            EndTransaction();

        return planned;
    }

    private List<TableFacts> FindTables(StatementLock found) =>
        [.. found.Relations.Select(name => tables.GetValueOrDefault(_before.GetValueOrDefault(name, name))).OfType<TableFacts>()];

    private static bool IsLong(StatementLock found, List<TableFacts> tables) =>
        found.IsLong && !(found.Column is { } column && tables.TrueForAll(table => table.Filled.Contains(column)));

    private static string? NameOf(TableLock mode) => mode switch
    {
        TableLock.AccessShare => "ACCESS SHARE",
        TableLock.RowExclusive => "ROW EXCLUSIVE",
        TableLock.ShareUpdateExclusive => "SHARE UPDATE EXCLUSIVE",
        TableLock.Share => "SHARE",
        TableLock.ShareRowExclusive => "SHARE ROW EXCLUSIVE",
        TableLock.AccessExclusive => "ACCESS EXCLUSIVE",
        _ => null,
    };

    private void EndTransaction()
    {
        _held.Clear();
        _sinceFirst = TimeSpan.Zero;
    }
}
