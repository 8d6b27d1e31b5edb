using System.Globalization;
using MlOps.Persistence.Maintenance.Plans;

namespace MlOps.Migrator.Operations;

/// <summary>What a migration would run: SQL, with a comment about the lock of each statement.</summary>
internal static class PlanPage
{
    public static void Write(Output output, MigrationPlan plan)
    {
        WriteStatements(output, plan.Statements);
        output.Note(plan.Statements.Count == 0 ? "No migration is pending." : $"Statements: {plan.Statements.Count}. Nothing was changed.");
    }

    public static void WriteStatements(Output output, IEnumerable<PlannedStatement> statements)
    {
        var migration = "";
        foreach (var statement in statements)
        {
            var lines = new List<string>();
            if (migration != statement.Migration)
                lines.Add($"-- {migration = statement.Migration}");

            if (Explain(statement) is { } lockOf)
                lines.Add($"-- {lockOf}");

            output.Write(Describe(statement), [.. lines, .. $"{statement.Sql};".ReplaceLineEndings("\n").Split('\n')]);
        }
    }

    private static string? Explain(PlannedStatement statement)
    {
        if (statement.Lock is null)
            return null;

        var text = $"{statement.Lock} on {string.Join(", ", statement.Tables)}";
        if (statement.Bytes > 0)
            text += $", for {ByteSize.Show(statement.Bytes)}, about {Show(statement.Duration)}";

        return statement.HeldTables.Count > 0 && statement.Held > TimeSpan.Zero
            ? $"{text}; until then writers of {string.Join(", ", statement.HeldTables)} wait for about {Show(statement.Held)}"
            : text;
    }

    private static object Describe(PlannedStatement statement) => new
    {
        statement.Migration,
        Statement = statement.Sql,
        statement.Lock,
        statement.Tables,
        statement.Bytes,
        Seconds = statement.Duration.TotalSeconds,
        statement.HeldTables,
        HeldSeconds = statement.Held.TotalSeconds,
        statement.Advice,
    };

    private static string Show(TimeSpan span) => string.Create(CultureInfo.InvariantCulture, $"{span.TotalSeconds:0.####} s");
}
