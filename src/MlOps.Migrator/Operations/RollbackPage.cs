using MlOps.Persistence.Maintenance.Rollback;

namespace MlOps.Migrator.Operations;

/// <summary>Which migrations are taken back, and what is lost.</summary>
internal static class RollbackPage
{
    public static void Write(Output output, RollbackReport report, bool isDryRun)
    {
        // A dry run is SQL.
        var comment = isDryRun ? "-- " : "";
        foreach (var migration in report.Migrations)
            output.Write(
                new { Kind = "migration", Migration = migration, Name = (string?)null, Rows = (long?)null, Reason = (string?)null },
                $"{comment}{(isDryRun ? "Would take back" : "Took back")} {migration}");

        foreach (var loss in report.Losses)
            output.Write(
                new { Kind = "loss", loss.Migration, loss.Name, loss.Rows, loss.Reason },
                $"{comment}{(isDryRun ? "Would lose" : "Lost")} {loss}");

        if (isDryRun && !output.IsJson)
            PlanPage.WriteStatements(output, report.Statements);
    }
}
