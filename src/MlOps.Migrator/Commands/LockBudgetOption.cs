namespace MlOps.Migrator.Commands;

/// <summary>How long writers may wait for a migration.</summary>
internal static class LockBudgetOption
{
    public static SpanOption Create() => new(
        "--lock-budget",
        "How long writers of a table may wait. A plan that needs longer is refused, and a run that takes longer is stopped",
        TimeSpan.FromSeconds(10));
}
