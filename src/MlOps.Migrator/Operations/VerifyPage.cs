using MlOps.Persistence.Maintenance.Verify;

namespace MlOps.Migrator.Operations;

/// <summary>What a comparison of a database with the model found, and what was repaired.</summary>
internal static class VerifyPage
{
    public static void Write(Output output, string target, SchemaRepairs result, bool isDryRun)
    {
        if (output.IsJson)
        {
            foreach (var (finding, outcome) in List(result))
                output.Write(Describe(finding, outcome));

            return;
        }

        if (isDryRun)
        {
            foreach (var line in result.Left.Where(IsRepairable).SelectMany(Plan))
                output.Say(line);
        }
        else
        {
            output.Write(ToListing(result));
        }

        output.Note(Summarize(target, result));
    }

    /// <summary>Whether the login could read too little to say anything.</summary>
    public static bool ComparedNothing(SchemaRepairs result) =>
        result.Left is [{ Severity: FindingSeverity.NotVisible, Expected: not null }];

    /// <summary>Why the command does not end well.</summary>
    public static string Conclude(SchemaRepairs result)
    {
        if (ComparedNothing(result))
            return "The schema cannot be confirmed, for the reason above.";

        var damages = result.Left.Count(finding => finding.Severity == FindingSeverity.Damage);
        var are = damages == 1 ? "difference is" : "differences are";
        return $"The schema is not as the model says: {damages} {are} damage, as listed above.";
    }

    private static Listing ToListing(SchemaRepairs result)
    {
        var listing = new Listing("Severity", "Kind", "Object", "Expected", "Found", "To do");
        foreach (var (finding, outcome) in List(result))
            listing.Add(
                Name(finding.Severity), finding.Kind, finding.Name, finding.Expected ?? "nothing", finding.Found ?? "nothing",
                outcome == "repaired" ? "Nothing: it was repaired." : SayWhatToDo(finding));

        return listing;
    }

    private static IEnumerable<(SchemaFinding Finding, string Outcome)> List(SchemaRepairs result) =>
        result.Repaired.Select(finding => (finding, "repaired")).Concat(result.Left.Select(finding => (finding, "found")));

    private static object Describe(SchemaFinding finding, string outcome) => new
    {
        finding.Severity,
        finding.Kind,
        Object = finding.Name,
        finding.Expected,
        finding.Found,
        ToDo = outcome == "repaired" ? null : SayWhatToDo(finding),
        finding.Repair,
        finding.IsSafe,
        Outcome = outcome,
        finding.Failure,
    };

    private static string SayWhatToDo(SchemaFinding finding)
    {
        if (finding.Failure is { } failure)
            return $"It could not be repaired: {failure}. Mend that, and repair again.";

        if (IsRepairable(finding))
            return finding.ToDo ?? $"'{Invocation.Program} verify --repair' repairs it.";

        if (finding.Severity != FindingSeverity.Damage || finding.Repair is [])
            return finding.ToDo ?? "";

        var statements = string.Join("; ", finding.Repair);
        return $"{finding.ToDo ?? "Decide, and run this at a quiet time."} " +
            (statements.Contains('\n', StringComparison.Ordinal) ? "'--json' has the statements." : $"{statements};");
    }

    private static string Summarize(string target, SchemaRepairs result)
    {
        var repaired = result.Repaired.Count > 0 ? $" Repaired: {result.Repaired.Count}." : "";
        var damage = result.Left.Count(finding => finding.Severity == FindingSeverity.Damage);
        return damage == 0 && !ComparedNothing(result)
            ? $"The schema of {target} is as the model says.{repaired}"
            : $"Damage in {target}: {damage}, of which '--repair' can mend {result.Left.Count(IsRepairable)}.{repaired}";
    }

    private static bool IsRepairable(SchemaFinding finding) => finding is { Severity: FindingSeverity.Damage, IsSafe: true };

    private static string Name(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Damage => "damage",
        FindingSeverity.Information => "information",
        _ => "not visible",
    };

    // As it is, so that psql can run it.
    private static IEnumerable<string> Plan(SchemaFinding finding) => finding.Repair is []
        ? [$"-- {finding.Kind} {finding.Name} is made by the maintenance."]
        : finding.Repair.SelectMany(statement => $"{statement};".Split('\n'));
}
