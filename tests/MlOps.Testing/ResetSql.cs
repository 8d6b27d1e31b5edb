using MlOps.Persistence;

namespace MlOps.Testing;

/// <summary>What all ways of resetting a database have in common.</summary>
internal static class ResetSql
{
    /// <summary>The histories of migrations, as literals.</summary>
    public static string IgnoredTables { get; } = string.Join(", ", Histories.Select(table => $"'{table}'"));

    /// <summary>A materialized view keeps the rows of tables that are empty.</summary>
    public const string RefreshFilledViews =
        """
        DO $refresh$
        DECLARE
            view regclass;
        BEGIN
            FOR view IN SELECT oid FROM pg_class WHERE relkind = 'm' AND pg_relation_size(oid) > 0 LOOP
                EXECUTE format('REFRESH MATERIALIZED VIEW %s', view);
            END LOOP;
        END $refresh$
        """;

    public static string[] Histories => [MlOpsDbContextOptionsExtensions.HistoryTable, "__EFMigrationsHistory"];
}
