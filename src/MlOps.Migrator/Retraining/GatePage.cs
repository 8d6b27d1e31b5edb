using MlOps.Domain.Retraining;

namespace MlOps.Migrator.Retraining;

/// <summary>What the gate decided, rule by rule.</summary>
internal static class GatePage
{
    /// <param name="output">Where it goes.</param>
    /// <param name="evidence">What it rests on.</param>
    /// <param name="verdict">The verdict.</param>
    /// <param name="decision">What was stored. Null for a dry run.</param>
    public static void Write(Output output, GateEvidence evidence, GateVerdict verdict, RetrainingDecision? decision)
    {
        var (model, challenger) = (evidence.ModelName, evidence.Challenger.Version);
        if (output.IsJson)
        {
            output.Write(new
            {
                Decision = decision?.Id,
                Model = model,
                Champion = evidence.Champion?.Version,
                Challenger = challenger,
                verdict.Action,
                verdict.Findings,
                Policy = new { evidence.Policy.Name, evidence.Policy.Version },
                evidence.Predictions,
                evidence.Labelled,
                evidence.All.Paired,
                EvidenceHash = GateEvidence.Hash(evidence.ToJson()),
            });
            return;
        }

        output.Write(List(verdict.Findings));
        output.Say($"Version {challenger} of model '{model}' {Describe(verdict.Action, isDryRun: decision is null)}.");
        if (decision is null)
            output.Say("Nothing was stored: this was a dry run.");
        else
            output.Say(verdict.Action == RetrainingAction.PendingApproval
                ? $"Another person types: {Invocation.Program} gate approve {decision.Id}"
                : $"Decision {decision.Id}.");
    }

    /// <summary>A line for each rule.</summary>
    public static Listing List(IReadOnlyList<GateFinding> findings)
    {
        var listing = new Listing("Rule", "Passed", "Value", "Limit", "Explanation");
        foreach (var finding in findings)
            listing.Add(finding.Rule, finding.Passed, finding.Value, finding.Limit, finding.Explanation);

        return listing;
    }

    public static int FindExitCode(RetrainingAction action) => action switch
    {
        RetrainingAction.Promote => ExitCode.Success,
        RetrainingAction.Reject => ExitCode.Rejected,
        _ => ExitCode.PendingApproval,
    };

    private static string Describe(RetrainingAction action, bool isDryRun) => (action, isDryRun) switch
    {
        (RetrainingAction.Promote, false) => "is promoted",
        (RetrainingAction.Promote, true) => "would be promoted",
        (RetrainingAction.Reject, false) => "is rejected",
        (RetrainingAction.Reject, true) => "would be rejected",
        (_, false) => "has passed, and waits for approval",
        _ => "would wait for approval",
    };
}
