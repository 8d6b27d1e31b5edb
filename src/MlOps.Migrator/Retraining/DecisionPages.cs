using MlOps.Domain.Retraining;
using MlOps.Persistence;
using MlOps.Persistence.Repositories.Retraining;

namespace MlOps.Migrator.Retraining;

/// <summary>What the record of decisions has, for people and for programs.</summary>
internal sealed class DecisionPages(MlOpsDbContext context, CancellationToken cancellationToken)
{
    private readonly RetrainingDecisionRepository _decisions = new(context);

    /// <summary>Lets the gate judge the evidence again, and lists what is not as it is stored.</summary>
    public static IReadOnlyList<string> Replay(RetrainingDecision decision, Output output)
    {
        if (!decision.HasEvidence)
            throw new MlOpsException(
                MlOpsError.Refused, $"Decision {decision.Id} is not one of the gate, and has no evidence to judge again.");

        var replay = decision.Replay();
        output.Write(
            new
            {
                Decision = decision.Id,
                Verdict = replay.Verdict?.Action,
                Stored = decision.Action,
                IsConfirmed = replay.Faults.Count == 0,
                replay.Faults,
                Findings = replay.Verdict?.Findings,
            },
            replay.Verdict is null ? "There is no verdict on this evidence." : $"The evidence gives {replay.Verdict.Action}.",
            replay.Faults.Count == 0 ? "That is the stored verdict, with the stored findings." : "That is not what is stored.");
        if (!output.IsJson && replay.Verdict is not null)
            output.Write(GatePage.List(replay.Verdict.Findings));

        return replay.Faults;
    }

    public static void Show(RetrainingDecision decision, Output output)
    {
        var findings = decision.ReadFindings();
        output.Write(
            new
            {
                Decision = decision.Id,
                At = decision.Timestamp,
                Model = decision.ModelName,
                Candidate = decision.CandidateVersionId,
                decision.Action,
                Trigger = decision.TriggerReason,
                By = decision.DecidedBy,
                Login = decision.DecidedLogin,
                Answers = decision.AnswersDecisionId,
                Reasons = decision.RejectionReasons,
                decision.LabeledSamples,
                decision.CoveragePct,
                decision.EvidenceHash,
                Findings = findings,
            },
            [
                $"{Times.Show(decision.Timestamp)}: {decision.Action} of version {decision.CandidateVersionId} of model " +
                $"'{decision.ModelName}', because of {decision.TriggerReason}.",
                $"Decided by {decision.DecidedBy ?? "nobody who is named"}, with login {decision.DecidedLogin}.",
                .. decision.AnswersDecisionId is { } answered ? [$"It answers decision {answered}."] : Array.Empty<string>(),
                .. decision.EvidenceHash is { } hash ? [$"The evidence has the hash {hash}."] : Array.Empty<string>(),
                .. decision.RejectionReasons,
            ]);
        if (!output.IsJson)
            output.Write(GatePage.List(findings));
    }

    public async Task<RetrainingDecision> GetAsync(Guid id) =>
        await _decisions.FindAsync(id, cancellationToken)
        ?? throw new MlOpsException(
            MlOpsError.NotFound, $"There is no decision {id}. '{Invocation.Program} decisions list' shows the decisions.");

    public async Task<Listing> ListAsync(string? modelName, int count)
    {
        var listing = new Listing(
            "Decision", "At", "Model", "Action", "Trigger", "By", "Login", "Answers", "Replaced by", "Samples", "Reasons");
        foreach (var one in await _decisions.StreamRecentAsync(modelName, count).ToListAsync(cancellationToken))
        {
            var newer = one.Action == RetrainingAction.PendingApproval
                ? await _decisions.FindReplacementAsync(one, cancellationToken) : null;
            listing.Add(
                one.Id, one.Timestamp, one.ModelName, one.Action, one.TriggerReason, one.DecidedBy, one.DecidedLogin,
                one.AnswersDecisionId, newer?.Id, one.LabeledSamples, string.Join(" ", one.RejectionReasons));
        }

        return listing;
    }

    /// <summary>Shows the length and the head of each chain, and each fault. Returns the number of faults.</summary>
    public async Task<int> VerifyAsync(string? modelName, Output output)
    {
        var listing = new Listing("Model", "Length", "Head", "Fault", "Position", "Row", "Explanation");
        var faults = 0;
        var chains = await _decisions.VerifyChainsAsync(modelName, cancellationToken);
        foreach (var chain in chains)
        {
            listing.Add(
                chain.ModelName, chain.Length, chain.Head, chain.Fault, chain.FaultPosition, chain.FaultRowId, chain.Explain());
            faults += chain.Fault is null ? 0 : 1;
        }

        await foreach (var fault in _decisions.StreamFaultsAsync(modelName, cancellationToken))
        {
            listing.Add(
                fault.Decision.ModelName, null, null, "notConfirmed", null, fault.Decision.Id, string.Join(" ", fault.Reasons));
            faults++;
        }

        output.Write(listing);
        output.Note(chains.Count == 0 ? "There are no decisions and no moves." : $"{chains.Count} chains, {faults} faults.");
        return faults;
    }
}
