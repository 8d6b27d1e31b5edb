using System.Text.RegularExpressions;

namespace MlOps.Persistence.Tests.SentSql;

/// <summary>The statements of maintenance and of jobs that work for all tenants at once: a partition has the rows of all of them.</summary>
internal static partial class MaintenanceSql
{
    public static IReadOnlyList<Regex> OfAllTenants { get; } =
        [FillsSlice(), DrainsDefault(), AsksForWaiting(), CountsMoving(), FindsDueJobs(), FindsTenants()];

    [GeneratedRegex("""^INSERT INTO \S+_\d{4}_\d\d \([^)]*\) SELECT .* FROM \S+_default WHERE""")]
    private static partial Regex FillsSlice();

    [GeneratedRegex("""^DELETE FROM \S+_default WHERE""")]
    private static partial Regex DrainsDefault();

    [GeneratedRegex("""^SELECT .*(EXISTS \(SELECT 1|\(SELECT count\(\*\)) FROM \S+_default""", RegexOptions.Singleline)]
    private static partial Regex AsksForWaiting();

    [GeneratedRegex("""SELECT DISTINCT \S+\.tenant_id\s+FROM ml_jobs""")]
    private static partial Regex FindsDueJobs();

    [GeneratedRegex("""^SELECT \S+\.id\s+FROM ml_tenants""")]
    private static partial Regex FindsTenants();

    [GeneratedRegex("""^SELECT .*SELECT count\(\*\) FILTER .* AS "Moving".*\sFROM \S+_default""", RegexOptions.Singleline)]
    private static partial Regex CountsMoving();
}
