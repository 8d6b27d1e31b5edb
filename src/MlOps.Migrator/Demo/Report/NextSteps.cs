using MlOps.Migrator.Demo.World;

namespace MlOps.Migrator.Demo.Report;

/// <summary>What to type next.</summary>
internal static class NextSteps
{
    public static void Write(Output output, TenantDatabase database, Timeline timeline)
    {
        var (mlops, model) = (Invocation.AsTyped(), DemoServices.Tasks.ModelName);
        List<(string Command, string Why)> steps =
        [
            ($"{mlops} drift list --model {model}", "what has drifted"),
            ($"{mlops} models history {DemoServices.Narratives.ModelName}", "the promotion that was taken back"),
            ($"{mlops} decisions verify", "nobody has changed the record"),
        ];
        if (timeline.LatestDecision is { } decision)
            steps.Insert(2, ($"{mlops} decisions replay {decision}", "the gate judges the evidence again"));

        steps.Add(($"{mlops} demo", "goes on up to the present"));
        if (database.IsPrivate)
        {
            steps.Add(($"eval \"$({mlops} local env)\"; psql -c 'SELECT * FROM v_recent_monitoring LIMIT 5'", "by SQL"));
            steps.Add(($"{mlops} local stop", "its data stays; destroy deletes it"));
        }

        output.Say("");
        output.Say("Next:");
        var width = steps.Where(step => step.Command.Length < 70).Max(step => step.Command.Length);
        foreach (var (command, why) in steps)
            output.Say($"  {command.PadRight(width)}  # {why}");
    }
}
