using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Report;

/// <summary>What to type next.</summary>
internal static class NextSteps
{
    public static void Write(Output output, TenantDatabase database, Timeline timeline)
    {
        var (mlops, model) = (Invocation.AsTyped(), DemoServices.Tasks.ModelName);
        List<(string Why, string Command)> steps =
        [
            ("what has drifted", $"{mlops} drift list --model {model}"),
            ("the promotion that was taken back", $"{mlops} models history {DemoServices.Narratives.ModelName}"),
            ("whether somebody changed the record", $"{mlops} decisions verify"),
        ];
        if (timeline.LatestDecision is { } decision)
            steps.Add(("the gate again, on the stored evidence", $"{mlops} decisions replay {decision}"));

        steps.Add(("what happened since", $"{mlops} demo"));
        if (database.IsPrivate)
        {
            steps.Add(("the tables", $"eval \"$({mlops} local env)\"; psql -c 'SELECT * FROM v_recent_monitoring LIMIT 5'"));
            steps.Add(("the end; its data stays", $"{mlops} local stop"));
        }

        output.Say("");
        if (mlops != Invocation.Program)
            output.Say($"In this directory, type '{mlops}' for '{Invocation.Program}'.");

        output.Say(database.IsPrivate ? "Next:" : "Next, with the same connection:");
        var width = steps.Max(step => step.Why.Length);
        foreach (var (why, command) in steps)
            output.Say($"  {why.PadRight(width)}  {command}");
    }
}
